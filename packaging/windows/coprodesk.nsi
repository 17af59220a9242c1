; The installer for one user of Windows: no administrator, French pages, /S for a silent one.
; makensis -X"Target amd64-unicode" -DVERSION=... -DTREE=... -DOUT=... -DSIZE=... coprodesk.nsi

!include MUI2.nsh

!define PROGRAM "$INSTDIR\pythonw.exe"
!define KIND "CoproDesk.Council"
!define REMOVAL "Software\Microsoft\Windows\CurrentVersion\Uninstall\CoproDesk"

Name "CoproDesk"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\CoproDesk"
InstallDirRegKey HKCU "Software\CoproDesk" "InstallDir"
RequestExecutionLevel user
ManifestDPIAware true
SetCompressor /SOLID lzma
SetCompressorDictSize 64
BrandingText "CoproDesk ${VERSION}"

VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "CoproDesk"
VIAddVersionKey "FileDescription" "Installation de CoproDesk"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "GPL-3.0-or-later"

!define MUI_ICON "${TREE}\coprodesk.ico"
!define MUI_UNICON "${TREE}\coprodesk.ico"
!define MUI_WELCOMEPAGE_TEXT "CoproDesk va être installé pour vous seul, sans droits d’administrateur.$\r$\n$\r$\nVos dossiers déjà enregistrés ne sont pas touchés.$\r$\n$\r$\n$_CLICK"
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION open
!define MUI_FINISHPAGE_RUN_TEXT "Ouvrir CoproDesk"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "Le programme va être retiré. Vos fichiers de conseil, leurs sauvegardes et vos réglages restent."
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "French"

; Leaves, with an exit code, when the program is open: its files could not be replaced.
!macro CLOSED
    ClearErrors
    ${If} ${FileExists} "${PROGRAM}"
        Delete "${PROGRAM}"
        ${If} ${Errors}
            MessageBox MB_OK|MB_ICONEXCLAMATION "CoproDesk est ouvert. Rien n’a été changé. Fermez-le, puis recommencez." /SD IDOK
            SetErrorLevel 2
            Quit
        ${EndIf}
    ${EndIf}
!macroend

; Only what the installer laid there: a folder chosen by the user may hold other things.
!macro CLEAR
    RMDir /r "$INSTDIR\Lib"
    RMDir /r "$INSTDIR\DLLs"
    RMDir /r "$INSTDIR\licences"
    Delete "$INSTDIR\python3.dll"
    Delete "$INSTDIR\python312.dll"
    Delete "$INSTDIR\vcruntime140.dll"
    Delete "$INSTDIR\vcruntime140_1.dll"
    Delete "$INSTDIR\python.exe"
    Delete "$INSTDIR\pythonw.exe"
    Delete "$INSTDIR\python312._pth"
    Delete "$INSTDIR\coprodesk.cmd"
    Delete "$INSTDIR\coprodesk.ico"
    Delete "$INSTDIR\council-file.ico"
    Delete "$INSTDIR\LICENSE.txt"
    Delete "$INSTDIR\LISEZ-MOI.txt"
    Delete "$INSTDIR\sbom.cdx.json"
!macroend

; Tells the desktop that the icons and programs of files have changed.
!macro REFRESH
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

Function open
    Exec '"${PROGRAM}" -m coprodesk'
FunctionEnd

Section
    ${If} ${FileExists} "$INSTDIR\uninstall.exe"
        !insertmacro CLOSED
        !insertmacro CLEAR
    ${EndIf}
    SetOutPath "$INSTDIR"
    File /r "${TREE}\*"
    DetailPrint "Préparation du premier démarrage…"
    nsExec::Exec '"$INSTDIR\python.exe" -m compileall -q "$INSTDIR\Lib"'
    Pop $0
    WriteUninstaller "$INSTDIR\uninstall.exe"

    CreateShortCut "$SMPROGRAMS\CoproDesk.lnk" "${PROGRAM}" "-m coprodesk" "$INSTDIR\coprodesk.ico"
    WriteRegStr HKCU "Software\CoproDesk" "InstallDir" "$INSTDIR"
    WriteRegStr HKCU "Software\Classes\.copro" "" "${KIND}"
    WriteRegStr HKCU "Software\Classes\.copro\OpenWithProgids" "${KIND}" ""
    WriteRegStr HKCU "Software\Classes\${KIND}" "" "Fichier de conseil CoproDesk"
    WriteRegStr HKCU "Software\Classes\${KIND}\DefaultIcon" "" "$INSTDIR\council-file.ico"
    WriteRegStr HKCU "Software\Classes\${KIND}\shell\open\command" "" '"${PROGRAM}" -m coprodesk "%1"'

    WriteRegStr HKCU "${REMOVAL}" "DisplayName" "CoproDesk"
    WriteRegStr HKCU "${REMOVAL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${REMOVAL}" "DisplayIcon" "$INSTDIR\coprodesk.ico"
    WriteRegStr HKCU "${REMOVAL}" "Publisher" "CoproDesk"
    WriteRegStr HKCU "${REMOVAL}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${REMOVAL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${REMOVAL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${REMOVAL}" "EstimatedSize" ${SIZE}
    WriteRegDWORD HKCU "${REMOVAL}" "NoModify" 1
    WriteRegDWORD HKCU "${REMOVAL}" "NoRepair" 1
    !insertmacro REFRESH
SectionEnd

Section "Uninstall"
    !insertmacro CLOSED
    !insertmacro CLEAR
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\CoproDesk.lnk"
    ReadRegStr $0 HKCU "Software\Classes\.copro" ""
    ${If} $0 == "${KIND}"
        DeleteRegValue HKCU "Software\Classes\.copro" ""
    ${EndIf}
    DeleteRegValue HKCU "Software\Classes\.copro\OpenWithProgids" "${KIND}"
    DeleteRegKey /ifempty HKCU "Software\Classes\.copro\OpenWithProgids"
    DeleteRegKey /ifempty HKCU "Software\Classes\.copro"
    DeleteRegKey HKCU "Software\Classes\${KIND}"
    DeleteRegKey HKCU "${REMOVAL}"
    DeleteRegKey HKCU "Software\CoproDesk"
    !insertmacro REFRESH
SectionEnd
