"""The verbs: what people do that touches several records, each one transaction in the store.

May import the store and below, never reports. A new verb is one file, named as a person would say it.
"""
