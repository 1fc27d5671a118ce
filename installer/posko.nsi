; The setup program for Windows: one person's program folder, no administrator, no data in it.
; Reasons: docs/decisions/012-one-setup-per-person.md. tools/installer.py gives what is defined here:
;   VERSION, OUTFILE, ICON, SIDE (its picture), LISTS (folder with install.nsh and remove.nsh),
;   TERMINAL, WINDOW, KILOBYTES, and STANDIN when the folder inside was not built on Windows.
Unicode true
!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "x64.nsh"
!include "FileFunc.nsh"
!include "WordFunc.nsh"

!define UNINSTALLER "hapus-posko.exe"
!define OWN_KEY "Software\Posko"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Posko"
!define USUAL "$LOCALAPPDATA\Programs\Posko"
!define DATA "$LOCALAPPDATA\posko"
!define REFUSED 3

!ifdef STANDIN
  Name "Posko ${VERSION} (PERCOBAAN)"
!else
  Name "Posko ${VERSION}"
!endif
OutFile "${OUTFILE}"
InstallDir "${USUAL}"
InstallDirRegKey HKCU "${OWN_KEY}" "folder"
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS all
!ifndef QUICK
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
AllowSkipFiles off
BrandingText "Posko ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "Posko"
VIAddVersionKey /LANG=0 "FileDescription" "Posko"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "LegalCopyright" "Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TEXT "$(welcome)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!define MUI_FINISHPAGE_RUN_TEXT "$(start_now)"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(data_stays)"
!define MUI_CUSTOMFUNCTION_GUIINIT check_all
!define MUI_CUSTOMFUNCTION_UNGUIINIT un.check_all
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Indonesian"
!insertmacro MUI_LANGUAGE "English"
!include "strings.nsh"

; Says why not and ends with 3, silently when asked to be silent.
!macro refuse message
  MessageBox MB_OK|MB_ICONSTOP "${message}" /SD IDOK
  SetErrorLevel ${REFUSED}
  Quit
!macroend

; Indonesian whatever Windows speaks; /EN asks for English.
!macro choose_language
  StrCpy $LANGUAGE ${LANG_INDONESIAN}
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/EN" $1
  ${IfNot} ${Errors}
    StrCpy $LANGUAGE ${LANG_ENGLISH}
  ${EndIf}
!macroend

; A program that runs cannot be opened for writing: nothing is replaced or removed beneath it.
!macro wait_for_end program
  ${Do}
    ${IfNot} ${FileExists} "$INSTDIR\${program}"
      ${ExitDo}
    ${EndIf}
    ClearErrors
    FileOpen $0 "$INSTDIR\${program}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${ExitDo}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(still_running)" /SD IDCANCEL IDRETRY +3
    SetErrorLevel ${REFUSED}
    Quit
  ${Loop}
!macroend

; Whether folder $R0 is folder $R1 or lies below it; the answer is in $R2.
Function lies_in
  StrCpy $R3 "$R1\"
  StrLen $R4 $R3
  StrCpy $R5 "$R0\" $R4
  StrCpy $R2 "no"
  ${If} $R5 == $R3
    StrCpy $R2 "yes"
  ${EndIf}
FunctionEnd

; A language chosen in onInit speaks only after it: what is said is said when the window is there.
Function .onInit
  !insertmacro choose_language
  ${If} ${Silent}
    Call check_all
  ${EndIf}
FunctionEnd

Function check_all
  !ifdef STANDIN
    MessageBox MB_OKCANCEL|MB_ICONEXCLAMATION "$(stand_in)" /SD IDOK IDOK +2
    Quit
  !endif
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    !insertmacro refuse "$(too_old)"
  ${EndIf}
  System::Call 'kernel32::CreateMutex(p 0, i 0, t "PoskoSetup") p .r1 ?e'
  Pop $0
  ${If} $0 <> 0
    !insertmacro refuse "$(second_setup)"
  ${EndIf}
  Call check_folder
  Call check_version
  !insertmacro wait_for_end "${TERMINAL}"
  !insertmacro wait_for_end "${WINDOW}"
FunctionEnd

; The data folder neither in the program's folder nor around it; no folder that is somebody else's.
Function check_folder
  StrCpy $R0 $INSTDIR
  StrCpy $R1 "${DATA}"
  Call lies_in
  StrCpy $R6 $R2
  StrCpy $R0 "${DATA}"
  StrCpy $R1 $INSTDIR
  Call lies_in
  ${If} $R6 == "yes"
  ${OrIf} $R2 == "yes"
    !insertmacro refuse "$(data_folder)"
  ${EndIf}
  ReadRegStr $0 HKCU "${OWN_KEY}" "folder"
  ${If} $0 != $INSTDIR
  ${AndIf} $INSTDIR != "${USUAL}"
  ${AndIfNot} ${FileExists} "$INSTDIR\${UNINSTALLER}"
  ${AndIf} ${FileExists} "$INSTDIR\*.*"
    ${DirState} $INSTDIR $1
    ${If} $1 <> 0
      !insertmacro refuse "$(not_empty)"
    ${EndIf}
  ${EndIf}
FunctionEnd

; An older program may not be able to open what a newer one wrote.
Function check_version
  ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} $0 "${VERSION}" $1
    ${If} $1 = 1
      MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(older)" /SD IDNO IDYES +3
      SetErrorLevel ${REFUSED}
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

Section "Posko"
  ; Who owns the folder is said first, so that a setup cut short can be run again.
  SetOutPath "$INSTDIR"
  WriteRegStr HKCU "${OWN_KEY}" "folder" "$INSTDIR"
  ${If} ${FileExists} "$INSTDIR\${UNINSTALLER}"
    ExecWait '"$INSTDIR\${UNINSTALLER}" /S /UPGRADE _?=$INSTDIR' $0
    ${If} $0 <> 0
      !insertmacro refuse "$(still_running)"
    ${EndIf}
  ${EndIf}
  WriteUninstaller "$INSTDIR\${UNINSTALLER}"
  SetOverwrite on
  !include "${LISTS}/install.nsh"
  SetOutPath "$INSTDIR"
  CreateShortcut "$SMPROGRAMS\Posko.lnk" "$INSTDIR\${WINDOW}"
  CreateShortcut "$DESKTOP\Posko.lnk" "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "Posko"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\${UNINSTALLER}"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\${UNINSTALLER}" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
SectionEnd

Function un.onInit
  !insertmacro choose_language
  ${If} ${Silent}
    Call un.check_all
  ${EndIf}
FunctionEnd

Function un.check_all
  !insertmacro wait_for_end "${TERMINAL}"
  !insertmacro wait_for_end "${WINDOW}"
FunctionEnd

; Removes what this version brought, file by file, and folders that are empty then. Nothing is ever
; removed with all that is in it: what somebody else put there stays, and so do the data.
Section "un.Posko"
  SetOutPath "$TEMP"
  !include "${LISTS}/remove.nsh"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/UPGRADE" $1
  ${If} ${Errors}
    Delete "$SMPROGRAMS\Posko.lnk"
    Delete "$DESKTOP\Posko.lnk"
    DeleteRegKey HKCU "${UNINSTALL_KEY}"
    DeleteRegKey HKCU "${OWN_KEY}"
    Delete "$INSTDIR\${UNINSTALLER}"
    RMDir "$INSTDIR"
  ${EndIf}
SectionEnd
