"""The closed lists an officer picks from: codes are data and stay Indonesian.

Basis: SRC-RULES (names and codes of the automatic rules), SRC-FIELD (what posko
officers write down).
"""

from enum import StrEnum


class Post(StrEnum):
    """The two checkpoints."""

    EL_TARI = "el-tari"
    TENAU = "tenau"


class Decision(StrEnum):
    """What the officer decided, in the order of the day's totals."""

    BOLEH = "boleh"
    TUNDA = "tunda"
    RUJUK = "rujuk"
    SERAH_TERIMA = "serah_terima"
    BELUM_DIPUTUSKAN = "belum_diputuskan"


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PURPOSE = _codes(
    "kerja_ln kerja_dn pelaut kembali_pmi sekolah magang nikah ibadah keluarga wisata"
    " pindah lain tidak_jelas"
)
WORK = frozenset(PURPOSE[:4])
PAPER = _codes("ada tidak_ada diragukan terverifikasi tidak_perlu tahap_berikut")
VISA = _codes(
    "kerja wisata kunjungan bebas_visa ziarah umrah pelajar kedaluwarsa tidak_ada tahap_berikut"
)
PAPERS = _codes(
    "ktp kk paspor visa perjanjian_kerja perjanjian_penempatan izin_keluarga"
    " sertifikat_kompetensi surat_sehat status_kawin jaminan_sosial opp epmi sip2mi"
    " rekomendasi_dinas spp_akad daftar_nama surat_tugas surat_desa buku_pelaut pkl surat_cuti"
)
NUMBERED_PAPERS = _codes(
    "visa perjanjian_kerja perjanjian_penempatan izin_keluarga sertifikat_kompetensi surat_sehat"
    " status_kawin jaminan_sosial epmi sip2mi rekomendasi_dinas spp_akad surat_tugas buku_pelaut"
    " pkl surat_cuti"
)

SEX = _codes("L P")
PLACE = _codes("pintu konter ruang_tunggu posko vip dermaga lain")
ID_SHOWN = _codes("ktp ikd suket paspor kk akta_lahir ijazah sim buku_pelaut lain tidak_ada")
NO_ID_REASON = _codes(
    "hilang tertinggal belum_punya sedang_diurus dipegang_orang_lain menolak lain"
)
DOB_SOURCE = _codes("paspor kk akta_lahir ijazah nik lain")
DEPARTURE = _codes("udara laut")
PAYER = _codes(
    "sendiri keluarga teman perusahaan majikan lembaga pemerintah perekrut"
    " orang_tidak_dikenal tidak_tahu"
)
HOLDER = _codes(
    "sendiri orang_tua wali pasangan keluarga teman pendamping ketua_rombongan koordinator"
    " perekrut majikan perusahaan orang_lain dikirim_lebih_dulu"
)
CHANNEL = _codes(
    "P3MI perusahaan lptks pemerintah lembaga perorangan pacar teman keluarga medsos"
    " koordinator tidak_ada"
)
LICENSED = _codes("ya tidak tidak_tahu")
RECRUITER_RELATION = _codes(
    "keluarga pacar teman tetangga mantan_pekerja staf_perusahaan aparat_desa baru_kenal lain"
)
JOB = _codes(
    "rumah_tangga perawat_lansia perkebunan pertanian konstruksi pabrik toko restoran hotel"
    " satpam sopir tambang perikanan pelaut sarang_walet kesehatan guru kantor daring lain"
)
OWES_TO = _codes("perekrut koordinator majikan keluarga teman bank koperasi lain tidak_ada")
DEDUCTION = _codes("tidak_ada jelas ada_tidak_jelas")
PICKUP = _codes(
    "sendiri keluarga kenalan teman perusahaan majikan lembaga orang_tidak_dikenal tidak_tahu"
)
RELATION = _codes(
    "orang_tua wali pasangan kakak adik keluarga teman rekan tetangga guru koordinator perekrut"
    " petugas lain"
)
ESCORT = _codes("tidak_ada mengantar ikut pergi")
USUAL_COUNTRY = _codes(
    "ID MY SG BN HK TW MO KR JP CN TL AU NZ PG SA AE QA KW OM BH JO TR TH KH MM PH VN LA IN"
    " PL RO HU SK HR IT DE GB US CA"
)
# all others of ISO 3166-1, in order of their Indonesian names (tools/make_countries.py)
OTHER_COUNTRY = _codes(
    "AF ZA AL DZ AD AO AI AQ AG AR AM AW AT AZ BS BD BB NL BQ BY BE BZ BJ BM BT BO BA BW BR BG"
    " BF BI CZ TD CL CW CI DK DM EC SV ER EE SZ ET FJ FI GA GM GE GS GH GI GL GD GP GU GT GG GN"
    " GQ GW GY GF HT HN IQ IR IE IS IL JM JE DJ NC CM KZ KE AX KY CC CK FK FO MP MH NF PN SB SJ"
    " UM TC VI VG WF KG KI CO KM CG CD KP CR CU LV LB LS LR LY LI LT LU MG MK MV MW ML MT MA MQ"
    " MR MU YT MX EG FM MD MC MN ME MS MZ NA NR NP NE NG NI NU NO PK PW PA PY PE PF PT FR PR BV"
    " HM IM CX CF DO RU RW RE EH BL SH KN LC MF PM VC WS AS SM ST SN RS SC SL SX CY SI SO ES LK"
    " SD SS SY SR SE CH TJ CV TZ TG TK TO TT TN TM TV UG UA UY UZ VU VA VE IO PS TF YE GR ZM ZW"
)
COUNTRY = USUAL_COUNTRY + OTHER_COUNTRY
ANSWER = _codes("dijawab menolak tidak_ditanya")
TICK = _codes(
    "doc_id_altered doc_mutasi_unrecorded age_doubt_objective age_child_family_unaware"
    " rec_romance_new_friend rec_rush_minimal_papers rec_payment_for_consent rec_coached_to_lie"
    " rec_escort_evades dec_terms_changed dec_story_mismatch dec_signed_not_understood"
    " dec_study_marriage_front dec_exploit_job coe_forced_or_afraid coe_speaks_for"
    " coe_phone_contact_blocked coe_visible_injury coe_cannot_cancel coe_held_before_departure"
)
ESCALATION = _codes("coe_speaks_for coe_held_before_departure")
MITIGATION = _codes(
    "fp_epmi_verified fp_spp_verified fp_guardian_reached fp_leave_letter fp_operator_verified"
    " fp_school_verified fp_seafarer_verified"
)
ALTERED_SIGN = _codes("bahan huruf foto_tempel chip hasil_cetak bukan_dirinya")
AGE_DOUBT = _codes("tahun_lulus keterangan_keluarga kk_berbeda dokumen_baru")
STORY_FACT = _codes("tiket undangan alamat barang_kerja teman_seperjalanan")
DECISION_REASON = _codes(
    "dokumen_belum_lengkap visa_tidak_sesuai spp_akad_belum_ada identitas_perlu_dicek"
    " umur_perlu_dicek anak_perlu_pendamping menunggu_konfirmasi perlu_pelindungan"
    " tanda_perlu_ditindaklanjuti permintaan_sendiri permintaan_keluarga diminta_instansi lain"
)
HANDED_TO = _codes(
    "sendiri keluarga disnakertrans disnaker_kabupaten bp3mi polri uptd_ppa dinsos dukcapil"
    " imigrasi lembaga_layanan lembaga_keagamaan lain"
)
SCHEME = _codes("akan_p3mi akan_perseorangan akan_cuti akan_ssw pelaut akad_rombongan akad_mandiri")
PROOF = _codes("telepon_nomor_resmi register_resmi surat_asli ditunjukkan_langsung")
TALK_SKIPPED = _codes(
    "ditolak tidak_ada_tempat waktu_habis tidak_ada_penerjemah pendamping_menolak lain"
)
CHILD_STEP = _codes("sudah belum_bisa")
OVERRIDE = _codes(
    "fakta_diverifikasi tanda_keliru_dicatat penjelasan_diterima permintaan_sendiri"
    " sudah_ditangani_instansi arahan_penyelia lain"
)
