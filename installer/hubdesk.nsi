; HubDesk for Windows, for one person, without administrator rights. Made by installer/freeze.sh: makensis -DVERSION=…
; A hub's file lies elsewhere and is left alone by both the installation and its removal.
Unicode true
SetCompressor /SOLID lzma
RequestExecutionLevel user
!include "MUI2.nsh"

!define REMOVAL "Software\Microsoft\Windows\CurrentVersion\Uninstall\HubDesk"

Name "HubDesk"
OutFile "..\dist\HubDesk-${VERSION}-setup.exe"
InstallDir "$LOCALAPPDATA\Programs\HubDesk"
BrandingText "HubDesk ${VERSION}"
!define MUI_ICON "hubdesk.ico"
!define MUI_UNICON "hubdesk.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\HubDesk.exe"

!insertmacro MUI_PAGE_LICENSE "..\LICENSE"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Section "HubDesk"
    ; files of an older version must not stay beside the new ones
    RMDir /r "$INSTDIR\_internal"
    SetOutPath "$INSTDIR"
    File /r "..\dist\hubdesk\*"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    CreateShortCut "$SMPROGRAMS\HubDesk.lnk" "$INSTDIR\HubDesk.exe"
    WriteRegStr HKCU "${REMOVAL}" "DisplayName" "HubDesk"
    WriteRegStr HKCU "${REMOVAL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${REMOVAL}" "DisplayIcon" "$INSTDIR\HubDesk.exe"
    WriteRegStr HKCU "${REMOVAL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${REMOVAL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${REMOVAL}" "NoModify" 1
    WriteRegDWORD HKCU "${REMOVAL}" "NoRepair" 1
SectionEnd

Section "Uninstall"
    Delete "$SMPROGRAMS\HubDesk.lnk"
    RMDir /r "$INSTDIR\_internal"
    Delete "$INSTDIR\HubDesk.exe"
    Delete "$INSTDIR\hubdesk-command.exe"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    DeleteRegKey HKCU "${REMOVAL}"
SectionEnd
