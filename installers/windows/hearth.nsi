; The set-up program for Windows: for this user, without an administrator. Started by installers/windows/setup.py, which
; defines VERSION, PAYLOAD (the folder that PyInstaller made), ICON and OUTPUT.
; Silent: Hearth-Setup.exe /S [/D=C:\folder]; removed silently: uninstall.exe /S
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
!include "MUI2.nsh"
!include "LogicLib.nsh"

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Hearth"
!define LINK_KEY "Software\Classes\hearth"
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"

Name "Hearth"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\Hearth"
InstallDirRegKey HKCU "Software\Hearth" "InstallDir"
RequestExecutionLevel user
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Hearth"
VIAddVersionKey "FileDescription" "Hearth Setup"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\hearth.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"

LangString FirewallName ${LANG_ENGLISH} "Let other devices reach this one (asks for an administrator)"
LangString FirewallName ${LANG_GERMAN} "Andere Geräte zu diesem durchlassen (fragt nach einem Administrator)"

; Files in use cannot be replaced on Windows. Asked first: a window of Hearth ends it as Quit does.
!macro StopRunning un
Function ${un}StopRunning
  nsExec::Exec 'taskkill /IM hearth.exe'
  Sleep 3000
  nsExec::Exec 'taskkill /F /T /IM hearth.exe'
  nsExec::Exec 'taskkill /F /T /IM hearth-cli.exe'
FunctionEnd
!macroend
!insertmacro StopRunning ""
!insertmacro StopRunning "un."

Section "Hearth" SectionHearth
  SectionIn RO
  ${If} ${FileExists} "$INSTDIR\hearth.exe"
    Call StopRunning
    ; What an older version had and this one has not would stay.
    RMDir /r "$INSTDIR\_internal"
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${PAYLOAD}/*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\Hearth.lnk" "$INSTDIR\hearth.exe"
  WriteRegStr HKCU "Software\Hearth" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "Hearth"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\hearth.exe"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "The Hearth authors"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  ; hearth://join/… and hearth://model/…
  WriteRegStr HKCU "${LINK_KEY}" "" "URL:Hearth"
  WriteRegStr HKCU "${LINK_KEY}" "URL Protocol" ""
  WriteRegStr HKCU "${LINK_KEY}\DefaultIcon" "" "$INSTDIR\hearth.exe"
  WriteRegStr HKCU "${LINK_KEY}\shell\open\command" "" '"$INSTDIR\hearth.exe" "%1"'
SectionEnd

; Private networks only. Not in a silent installation: nobody is there to answer the administrator's question.
Section "$(FirewallName)" SectionFirewall
  ${IfNot} ${Silent}
    ExecShellWait "runas" "netsh" 'advfirewall firewall add rule name="Hearth" dir=in action=allow profile=private program="$INSTDIR\hearth.exe"' SW_HIDE
    WriteRegDWORD HKCU "Software\Hearth" "Firewall" 1
  ${EndIf}
SectionEnd

; The user's own data (%APPDATA%, %LOCALAPPDATA%\hearth) stays.
Section "Uninstall"
  Call un.StopRunning
  ReadRegDWORD $0 HKCU "Software\Hearth" "Firewall"
  ${If} $0 = 1
  ${AndIfNot} ${Silent}
    ExecShellWait "runas" "netsh" 'advfirewall firewall delete rule name="Hearth"' SW_HIDE
  ${EndIf}
  DeleteRegValue HKCU "${RUN_KEY}" "Hearth"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DeleteRegKey HKCU "${LINK_KEY}"
  DeleteRegKey HKCU "Software\Hearth"
  Delete "$SMPROGRAMS\Hearth.lnk"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\hearth.exe"
  Delete "$INSTDIR\hearth-cli.exe"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\THIRD-PARTY.txt"
  Delete "$INSTDIR\uninstall.exe"
  ; Only when empty: the folder may have been chosen, and have files of others.
  RMDir "$INSTDIR"
SectionEnd
