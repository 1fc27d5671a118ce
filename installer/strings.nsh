; Sentences of the setup program: problem, cause, remedy. Indonesian first, English second.
!macro sentence name indonesian english
  LangString ${name} ${LANG_INDONESIAN} "${indonesian}"
  LangString ${name} ${LANG_ENGLISH} "${english}"
!macroend

!insertmacro sentence welcome \
  "Posko ${VERSION} akan dipasang untuk akun Windows ini saja; izin administrator tidak diperlukan.$\r$\n$\r$\nProgram: $INSTDIR$\r$\nData pemeriksaan: ${DATA}$\r$\n$\r$\nData tidak pernah disentuh oleh pemasangan, pembaruan, atau penghapusan program." \
  "Posko ${VERSION} will be installed for this Windows account only; no administrator is needed.$\r$\n$\r$\nProgram: $INSTDIR$\r$\nScreening data: ${DATA}$\r$\n$\r$\nInstalling, upgrading or removing the program never touches the data."
!insertmacro sentence start_now \
  "Buka Posko sekarang" \
  "Open Posko now"
!insertmacro sentence data_stays \
  "Program Posko akan dihapus dari akun ini. Data pemeriksaan di ${DATA} tetap ada dan bisa dibuka lagi setelah Posko dipasang kembali." \
  "The program Posko will be removed from this account. The screening data in ${DATA} stays and can be opened again once Posko is back."
!insertmacro sentence still_running \
  "Posko masih terbuka, jadi berkas programnya belum bisa diganti atau dihapus. Simpan pekerjaan, tutup jendela Posko, lalu pilih Coba Lagi (Retry)." \
  "Posko is still open, so its program files cannot be replaced or removed yet. Save your work, close the Posko window, then choose Retry."
!insertmacro sentence too_old \
  "Posko tidak bisa dipasang di sini: perlu Windows 10 versi 1809 atau lebih baru, 64-bit. Perbarui Windows atau pakai laptop lain." \
  "Posko cannot be installed here: it needs Windows 10 version 1809 or newer, 64-bit. Update Windows or use another laptop."
!insertmacro sentence second_setup \
  "Pemasang Posko yang lain sedang berjalan. Selesaikan atau tutup yang itu dulu, lalu jalankan lagi." \
  "Another setup of Posko is running. Finish or close that one first, then start again."
!insertmacro sentence data_folder \
  "Folder program yang dipilih memuat atau berada di dalam folder data Posko (${DATA}). Data harus terpisah dari program. Pilih folder lain." \
  "The program folder chosen holds, or lies in, the data folder of Posko (${DATA}). Data must be apart from the program. Choose another folder."
!insertmacro sentence not_empty \
  "Folder $INSTDIR sudah berisi berkas lain. Supaya tidak tercampur, Posko tidak dipasang di sana. Kosongkan folder itu atau pilih yang lain." \
  "The folder $INSTDIR already holds other files. Posko is not installed there, so that nothing gets mixed. Empty that folder or choose another one."
!insertmacro sentence older \
  "Di akun ini sudah terpasang Posko $0, yang lebih baru daripada ${VERSION}. Versi lama mungkin tidak bisa membuka data yang ditulis versi baru. Tetap pasang versi lama?" \
  "Posko $0, which is newer than ${VERSION}, is installed for this account. The older version may be unable to open what the newer one wrote. Install the older version anyway?"
!insertmacro sentence stand_in \
  "Ini PERCOBAAN: isinya dibuat di Linux dan tidak bisa berjalan di Windows. Jangan dipakai di posko. Lanjutkan?" \
  "This is a TRIAL: what is inside was made on Linux and cannot run on Windows. Do not use it at a post. Go on?"
