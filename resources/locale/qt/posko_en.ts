<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="id">
<context>
    <name>AddOfficerForm</name>
    <message>
        <source>Tambahkan</source>
        <translation>Add</translation>
    </message>
    <message>
        <source>Petugas baru</source>
        <translation>New officer</translation>
    </message>
    <message>
        <source>Nama</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Peran</source>
        <translation>Role</translation>
    </message>
</context>
<context>
    <name>AskRoom</name>
    <message>
        <source>1–9 tandai · Enter selesai · Esc batal</source>
        <translation>1–9 mark · Enter done · Esc cancel</translation>
    </message>
    <message>
        <source>1–9 pilih · Esc batal</source>
        <translation>1–9 choose · Esc cancel</translation>
    </message>
    <message>
        <source>Pilih dulu dengan angka; Esc membatalkan.</source>
        <translation>Choose by digit first; Esc cancels.</translation>
    </message>
</context>
<context>
    <name>BantuanPage</name>
    <message>
        <source>Tombol</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>Satu pemeriksaan</source>
        <translation>One screening</translation>
    </message>
    <message>
        <source>Nomor penting</source>
        <translation>Numbers to call</translation>
    </message>
</context>
<context>
    <name>CalmingRoom</name>
    <message>
        <source>Fakta penenang</source>
        <translation>Calming facts</translation>
    </message>
    <message>
        <source>1–9 pilih · Esc kembali</source>
        <translation>1–9 choose · Esc back</translation>
    </message>
</context>
<context>
    <name>CentreStep</name>
    <message>
        <source>Pendaftaran ke pusat</source>
        <translation>Enrolment at the centre</translation>
    </message>
</context>
<context>
    <name>ChangePassphrasePanel</name>
    <message>
        <source>Ganti kata sandi</source>
        <translation>Change passphrase</translation>
    </message>
    <message>
        <source>Kata sandi sekarang</source>
        <translation>Passphrase now</translation>
    </message>
    <message>
        <source>Kata sandi baru</source>
        <translation>New passphrase</translation>
    </message>
</context>
<context>
    <name>ChecklistRoom</name>
    <message>
        <source>Ceklis surat</source>
        <translation>Checklist of papers</translation>
    </message>
    <message>
        <source>1–7 jalur · Esc kembali</source>
        <translation>1–7 placement · Esc back</translation>
    </message>
</context>
<context>
    <name>ChildRoom</name>
    <message>
        <source>Alur anak</source>
        <translation>Child path</translation>
    </message>
</context>
<context>
    <name>CorrectionPage</name>
    <message>
        <source>Simpan koreksi</source>
        <translation>Save correction</translation>
    </message>
    <message>
        <source>Cari isian, misalnya: nama, tujuan, tiket …</source>
        <translation>Find a field, for example: name, destination, ticket …</translation>
    </message>
    <message>
        <source>Cari isian</source>
        <translation>Find a field</translation>
    </message>
    <message>
        <source>Perubahan</source>
        <translation>Changes</translation>
    </message>
    <message>
        <source>Isian</source>
        <translation>Fields</translation>
    </message>
    <message>
        <source>Koreksi</source>
        <translation>Correction</translation>
    </message>
    <message>
        <source>Enter mengubah baris</source>
        <translation>Enter changes a row</translation>
    </message>
    <message>
        <source>Kembali tanpa mengubah</source>
        <translation>Back without changing</translation>
    </message>
</context>
<context>
    <name>DateEdit</name>
    <message>
        <source>hh-bb-tttt</source>
        <translation>dd-mm-yyyy</translation>
    </message>
    <message>
        <source>%1 th</source>
        <translation>%1 y</translation>
    </message>
</context>
<context>
    <name>DecisionBar</name>
    <message>
        <source>Belum dinilai</source>
        <translation>Not judged yet</translation>
    </message>
    <message>
        <source>Simpan &amp; lanjut</source>
        <translation>Save &amp; go on</translation>
    </message>
</context>
<context>
    <name>DecisionKeys</name>
    <message>
        <source>Keputusan</source>
        <translation>Decision</translation>
    </message>
    <message>
        <source>Boleh</source>
        <translation>May leave</translation>
    </message>
    <message>
        <source>Tunda</source>
        <translation>Delay</translation>
    </message>
    <message>
        <source>Rujuk</source>
        <translation>Refer</translation>
    </message>
    <message>
        <source>Serah terima</source>
        <translation>Hand over</translation>
    </message>
</context>
<context>
    <name>DetailPage</name>
    <message>
        <source>Penilaian</source>
        <translation>Reading</translation>
    </message>
    <message>
        <source>Pakai “%1”</source>
        <translation>Use “%1”</translation>
    </message>
    <message>
        <source>Pakai nilai ini</source>
        <translation>Use this value</translation>
    </message>
    <message>
        <source>Batalkan pemeriksaan</source>
        <translation>Void the screening</translation>
    </message>
    <message>
        <source>Catatan yang berbeda</source>
        <translation>Records that differ</translation>
    </message>
    <message>
        <source>Catatan berbeda</source>
        <translation>Records differ</translation>
    </message>
    <message>
        <source>Alt+angka memilih yang berlaku</source>
        <translation>Alt+digit chooses which holds</translation>
    </message>
    <message>
        <source>Yang berlaku sekarang</source>
        <translation>What holds now</translation>
    </message>
    <message>
        <source>Riwayat</source>
        <translation>History</translation>
    </message>
    <message>
        <source>terbaru di atas</source>
        <translation>newest on top</translation>
    </message>
    <message>
        <source>koreksi</source>
        <translation>correct</translation>
    </message>
    <message>
        <source>batalkan</source>
        <translation>void</translation>
    </message>
    <message>
        <source>pindah panel</source>
        <translation>next panel</translation>
    </message>
    <message>
        <source>gulir</source>
        <translation>scroll</translation>
    </message>
    <message>
        <source>kembali ke daftar</source>
        <translation>back to the list</translation>
    </message>
</context>
<context>
    <name>EscrowStep</name>
    <message>
        <source>Kustodian cadangan</source>
        <translation>Custodians</translation>
    </message>
    <message>
        <source>Bila semua kata sandi hilang, hanya kustodian yang dapat membuka data. Pengelola memberikan satu berkas berisi kunci mereka.</source>
        <translation>If every passphrase is lost, only custodians can open the data. The administrator provides one file with their keys.</translation>
    </message>
    <message>
        <source>Berkas kustodian</source>
        <translation>Custodians&apos; file</translation>
    </message>
    <message>
        <source>Berkas kustodian (JSON)</source>
        <translation>Custodians&apos; file (JSON)</translation>
    </message>
    <message>
        <source>Pilih &amp;berkas…</source>
        <translation>Choose &amp;file…</translation>
    </message>
    <message>
        <source>&amp;Lanjut tanpa kustodian</source>
        <translation>Go on without custo&amp;dians</translation>
    </message>
    <message>
        <source>Tanpa kustodian, data yang semua kata sandinya hilang tidak bisa dibuka siapa pun, untuk selamanya. Peringatan ini tetap tampil di Setelan.</source>
        <translation>Without custodians, data whose passphrases are all lost can be opened by nobody, ever. This warning stays in Settings.</translation>
    </message>
</context>
<context>
    <name>ExportPanel</name>
    <message>
        <source>Tersalin. Tempel di pesan untuk penerima, lalu salin hal lain.</source>
        <translation>Copied. Paste it into a message to the receiver, then copy something else.</translation>
    </message>
    <message>
        <source>Simpan log</source>
        <translation>Save the log</translation>
    </message>
    <message>
        <source>Excel (XLSX), terkunci kata sandi</source>
        <translation>Excel (XLSX), locked by a password</translation>
    </message>
    <message>
        <source>PDF, terkunci kata sandi</source>
        <translation>PDF, locked with a password</translation>
    </message>
    <message>
        <source>CSV, tanpa nama</source>
        <translation>CSV, without names</translation>
    </message>
    <message>
        <source>Pilih &amp;tempat…</source>
        <translation>Choose &amp;place…</translation>
    </message>
    <message>
        <source>Sertakan &amp;nama dan NIK utuh</source>
        <translation>Include &amp;names and full NIKs</translation>
    </message>
    <message>
        <source>Hanya penyelia yang dapat menyertakan nama.</source>
        <translation>Only a supervisor can include names.</translation>
    </message>
    <message>
        <source>Alasan</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Ekspor log</source>
        <translation>Export the log</translation>
    </message>
    <message>
        <source>Bentuk</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Berkas</source>
        <translation>File</translation>
    </message>
    <message>
        <source>Urung</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Ekspor</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Kata sandi berkas</source>
        <translation>The file&apos;s password</translation>
    </message>
    <message>
        <source>Kata sandi ini hanya tampil sekarang dan tidak disimpan. Catat, lalu sampaikan lewat jalur lain daripada berkasnya, misalnya telepon.</source>
        <translation>This password shows only now and is kept nowhere. Write it down and pass it on by another way than the file, by phone for instance.</translation>
    </message>
    <message>
        <source>Berkas ini tidak terkunci. Isinya tanpa nama.</source>
        <translation>This file is not locked. It holds no names.</translation>
    </message>
    <message>
        <source>&amp;Salin kata sandi</source>
        <translation>&amp;Copy password</translation>
    </message>
    <message>
        <source>Selesai</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Log tersimpan</source>
        <translation>The log is saved</translation>
    </message>
</context>
<context>
    <name>FindingBox</name>
    <message>
        <source>Belum diisi:</source>
        <translation>Not filled in:</translation>
    </message>
</context>
<context>
    <name>FinishStep</name>
    <message>
        <source>Siap dibuat</source>
        <translation>Ready to be made</translation>
    </message>
    <message>
        <source>Belum ada yang ditulis ke disk. Enter membuat penyimpanan; Esc kembali.</source>
        <translation>Nothing is written to the disk yet. Enter makes the store; Esc goes back.</translation>
    </message>
</context>
<context>
    <name>IdentityColumn</name>
    <message>
        <source>Identitas</source>
        <translation>Identity</translation>
    </message>
    <message>
        <source>Enter isian kosong berikutnya</source>
        <translation>Enter next empty field</translation>
    </message>
    <message>
        <source>Dokumen</source>
        <translation>Papers</translation>
    </message>
    <message>
        <source>Alt+huruf</source>
        <translation>Alt+letter</translation>
    </message>
</context>
<context>
    <name>LogHarianPage</name>
    <message>
        <source>hari lain</source>
        <translation>another day</translation>
    </message>
    <message>
        <source>hari ini</source>
        <translation>today</translation>
    </message>
    <message>
        <source>belum diputuskan</source>
        <translation>not decided yet</translation>
    </message>
    <message>
        <source>hitung yang lewat</source>
        <translation>count who passes</translation>
    </message>
    <message>
        <source>ekspor</source>
        <translation>export</translation>
    </message>
    <message>
        <source>Log hari ini</source>
        <translation>Log of the day</translation>
    </message>
</context>
<context>
    <name>MiddleColumn</name>
    <message>
        <source>Perjalanan dan pekerjaan</source>
        <translation>Journey and work</translation>
    </message>
    <message>
        <source>F3 ulangi nilai terakhir · F8 lanjutan</source>
        <translation>F3 repeat last value · F8 more</translation>
    </message>
    <message>
        <source>Lanjutan</source>
        <translation>More</translation>
    </message>
    <message>
        <source>F8 kembali</source>
        <translation>F8 back</translation>
    </message>
</context>
<context>
    <name>OfficerStep</name>
    <message>
        <source>Petugas pertama, seorang penyelia</source>
        <translation>The first officer, a supervisor</translation>
    </message>
    <message>
        <source>Penyelia menambah petugas lain dan boleh mengekspor nama. Kata sandinya membuka data.</source>
        <translation>A supervisor adds other officers and may export names. The passphrase opens the data.</translation>
    </message>
    <message>
        <source>Nama</source>
        <translation>Name</translation>
    </message>
</context>
<context>
    <name>PassphraseForm</name>
    <message>
        <source>Kata sandi</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Minimal 15 huruf, atau empat kata acak.</source>
        <translation>At least 15 characters, or four random words.</translation>
    </message>
    <message>
        <source>Ulangan belum sama.</source>
        <translation>The repetition differs.</translation>
    </message>
    <message>
        <source>Cukup kuat.</source>
        <translation>Strong enough.</translation>
    </message>
    <message>
        <source>Cukup kuat, dan sama.</source>
        <translation>Strong enough, and the same.</translation>
    </message>
    <message>
        <source>&amp;Tampilkan</source>
        <translation>&amp;Show</translation>
    </message>
    <message>
        <source>&amp;Buatkan 4 kata</source>
        <translation>&amp;Make 4 words</translation>
    </message>
    <message>
        <source>Ulangi</source>
        <translation>Repeat</translation>
    </message>
</context>
<context>
    <name>PetugasPage</name>
    <message>
        <source>Petugas di laptop ini</source>
        <translation>Officers of this laptop</translation>
    </message>
    <message>
        <source>Petugas lain masuk</source>
        <translation>Another officer signs on</translation>
    </message>
    <message>
        <source>Keluarkan dari tugas</source>
        <translation>Sign off</translation>
    </message>
    <message>
        <source>Petugas baru</source>
        <translation>New officer</translation>
    </message>
</context>
<context>
    <name>PinForm</name>
    <message>
        <source>PIN untuk %1</source>
        <translation>PIN for %1</translation>
    </message>
    <message>
        <source>Ketik PIN yang sama sekali lagi</source>
        <translation>Type the same PIN once more</translation>
    </message>
    <message>
        <source>Pilih 6 angka</source>
        <translation>Choose 6 digits</translation>
    </message>
    <message>
        <source>Layar tertutup sendiri bila ditinggalkan. PIN membukanya lagi tanpa kata sandi, dan menunjukkan siapa yang sedang bertugas. PIN tidak disimpan di laptop.</source>
        <translation>The screen covers itself when left alone. The PIN opens it again without a passphrase and shows who is on duty. The PIN is not stored on the laptop.</translation>
    </message>
    <message>
        <source>Tanpa PIN</source>
        <translation>No PIN</translation>
    </message>
    <message>
        <source>Tanpa PIN, layar yang ditinggalkan terkunci dan perlu kata sandi.</source>
        <translation>Without a PIN, a screen left alone locks and needs the passphrase.</translation>
    </message>
</context>
<context>
    <name>PostStep</name>
    <message>
        <source>Di pos mana laptop ini bertugas?</source>
        <translation>At which post does this laptop work?</translation>
    </message>
    <message>
        <source>Bandara, keberangkatan udara</source>
        <translation>Airport, departures by air</translation>
    </message>
    <message>
        <source>Pelabuhan, keberangkatan laut</source>
        <translation>Port, departures by sea</translation>
    </message>
</context>
<context>
    <name>PurposeStep</name>
    <message>
        <source>Latihan atau tugas?</source>
        <translation>Training or work?</translation>
    </message>
    <message>
        <source>Pilihan ini tetap. Data latihan tidak pernah menjadi data tugas, dan sebaliknya.</source>
        <translation>This choice is final. Training data never becomes work data, nor the other way round.</translation>
    </message>
    <message>
        <source>Latihan</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Untuk belajar dengan orang-orang contoh. Semua layar diberi tanda LATIHAN.</source>
        <translation>To learn with invented people. Every screen is marked TRAINING.</translation>
    </message>
    <message>
        <source>Tugas</source>
        <translation>Work</translation>
    </message>
    <message>
        <source>Untuk bekerja di posko dengan data orang sungguhan.</source>
        <translation>To work at the posko with data of real people.</translation>
    </message>
</context>
<context>
    <name>QuestionPad</name>
    <message>
        <source>T terlihat</source>
        <translation>T seen</translation>
    </message>
    <message>
        <source>Pertanyaan</source>
        <translation>Question</translation>
    </message>
    <message>
        <source>1–9 tandai · Enter dijawab · M menolak</source>
        <translation>1–9 mark · Enter answered · M declines</translation>
    </message>
</context>
<context>
    <name>ReasonBar</name>
    <message>
        <source>Tulis alasannya, satu kalimat.</source>
        <translation>Write the reason, one sentence.</translation>
    </message>
    <message>
        <source>Alasan, satu kalimat</source>
        <translation>Reason, one sentence</translation>
    </message>
    <message>
        <source>Urung</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>ReasonList</name>
    <message>
        <source>Alasan</source>
        <translation>Reasons</translation>
    </message>
</context>
<context>
    <name>Room</name>
    <message>
        <source>Esc kembali</source>
        <translation>Esc back</translation>
    </message>
</context>
<context>
    <name>ScreeningList</name>
    <message>
        <source>buka</source>
        <translation>open</translation>
    </message>
    <message>
        <source>koreksi</source>
        <translation>correct</translation>
    </message>
    <message>
        <source>cari</source>
        <translation>find</translation>
    </message>
    <message>
        <source>pilih baris</source>
        <translation>choose a row</translation>
    </message>
    <message>
        <source>Hari</source>
        <translation>Day</translation>
    </message>
    <message>
        <source>Semua hari</source>
        <translation>All days</translation>
    </message>
    <message>
        <source>Hari ini</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>Keputusan</source>
        <translation>Decision</translation>
    </message>
    <message>
        <source>Semua keputusan</source>
        <translation>All decisions</translation>
    </message>
    <message>
        <source>Kirim</source>
        <translation>Sending</translation>
    </message>
    <message>
        <source>Terkirim dan belum</source>
        <translation>Sent and not sent</translation>
    </message>
    <message>
        <source>Daftar pemeriksaan</source>
        <translation>List of screenings</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>Cari nama, NIK, paspor …</source>
        <translation>Find name, NIK, passport …</translation>
    </message>
    <message>
        <source>Cari nama, NIK, paspor</source>
        <translation>Find name, NIK, passport</translation>
    </message>
</context>
<context>
    <name>SetelanPage</name>
    <message>
        <source>Tampilan dan bahasa</source>
        <translation>Look and language</translation>
    </message>
    <message>
        <source>Bahasa</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>Warna</source>
        <translation>Colours</translation>
    </message>
    <message>
        <source>Ukuran huruf</source>
        <translation>Text size</translation>
    </message>
    <message>
        <source>Tirai setelah</source>
        <translation>Veil after</translation>
    </message>
    <message>
        <source>Penyimpanan di laptop ini</source>
        <translation>The store on this laptop</translation>
    </message>
</context>
<context>
    <name>SideBadge</name>
    <message>
        <source>Alasan</source>
        <translation>Reasons</translation>
    </message>
</context>
<context>
    <name>SideColumn</name>
    <message>
        <source>Alasan</source>
        <translation>Reasons</translation>
    </message>
    <message>
        <source>F6 panel · F4 berikutnya</source>
        <translation>F6 panel · F4 next</translation>
    </message>
    <message>
        <source>Keterangan keputusan</source>
        <translation>About the decision</translation>
    </message>
</context>
<context>
    <name>SignOnForm</name>
    <message>
        <source>Membuka penyimpanan…</source>
        <translation>Opening the store…</translation>
    </message>
    <message>
        <source>Petugas</source>
        <translation>Officer</translation>
    </message>
    <message>
        <source>Kata sandi</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Masuk</source>
        <translation>Sign on</translation>
    </message>
    <message>
        <source>&amp;Petugas</source>
        <translation>&amp;Officer</translation>
    </message>
    <message>
        <source>&amp;Kata sandi</source>
        <translation>&amp;Passphrase</translation>
    </message>
</context>
<context>
    <name>TalkRoom</name>
    <message>
        <source>Bicara berdua</source>
        <translation>Private talk</translation>
    </message>
</context>
<context>
    <name>UnlockPage</name>
    <message>
        <source>Di laptop ini</source>
        <translation>On this laptop</translation>
    </message>
    <message>
        <source>LATIHAN · bukan data sungguhan</source>
        <translation>TRAINING · not real data</translation>
    </message>
</context>
<context>
    <name>VeilPage</name>
    <message>
        <source>Masukkan PIN. Draf Anda aman.</source>
        <translation>Enter your PIN. Your draft is safe.</translation>
    </message>
    <message>
        <source>Belum ada PIN. Kunci, lalu masuk lagi dengan kata sandi. Draf Anda aman.</source>
        <translation>There is no PIN. Lock, then sign on again with the passphrase. Your draft is safe.</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Petugas lain</source>
        <translation>Another officer</translation>
    </message>
    <message>
        <source>Kunci</source>
        <translation>Lock</translation>
    </message>
</context>
<context>
    <name>WizardPage</name>
    <message>
        <source>Membuat penyimpanan…</source>
        <translation>Making the store…</translation>
    </message>
    <message>
        <source>Daftarkan</source>
        <translation>Enrol</translation>
    </message>
    <message>
        <source>Tanpa pusat</source>
        <translation>Without a centre</translation>
    </message>
    <message>
        <source>Buat penyimpanan</source>
        <translation>Make the store</translation>
    </message>
    <message>
        <source>Lanjut</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>Batal</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Kembali</source>
        <translation>Back</translation>
    </message>
</context>
</TS>
