"""The questions: figures and the lists behind them, without any layout.

May import the store and below, never operations. A new question is one function that reads and returns plain values.
"""
