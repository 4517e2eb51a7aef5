/** Who, what, module, record, related module, related record, account, time. */
export const ROWS = [
	[
		'Marta Quill',
		'deleted',
		'Deals',
		'Spring order',
		'Contacts',
		'Ada Bloom',
		'Fernwind',
		'09/01/2026 08:00 AM',
	],
	['Jonas Feder', 'updated', 'Leads', 'Bo Lind', '', '', '', '09/01/2026 09:30 AM'],
	['Leo Sandbank', 'added', 'Accounts', 'Copper', '', '', '', '09/01/2026 11:59 PM'],
	['Marta Quill', 'updated', 'Deals', 'Autumn order', '', '', '', '09/01/2026 12:10 AM'],
] as const;
export const ENGLISH = [
	'Done By',
	'Action',
	'Module',
	'Record Name',
	'Related Module',
	'Related Name',
	'Account Name',
	'Audited Time',
];

/** Headers in the order of the cells above. */
export const HEADERS: Readonly<Record<string, readonly string[]>> = {
	'as known': ENGLISH,
	capitals: ENGLISH.map((title) => title.toUpperCase()),
	underscores: ENGLISH.map((title) => title.toLowerCase().replaceAll(' ', '_')),
	CamelCase: ENGLISH.map((title) => title.replaceAll(' ', '')),
	camelCase: ENGLISH.map(
		(title) => title.charAt(0).toLowerCase() + title.slice(1).replaceAll(' ', ''),
	),
	hyphens: ENGLISH.map((title) => title.replaceAll(' ', '-')),
	'points and colons': ENGLISH.map((title) => `${title}:`),
	'two spaces': ENGLISH.map((title) => ` ${title.replaceAll(' ', '  ')} `),
	quotes: ENGLISH.map((title) => `"${title}"`),
	'units in brackets': [...ENGLISH.slice(0, 7), 'Audited Time (GMT+05:30)'],
	'square brackets': [...ENGLISH.slice(0, 7), 'Audited Time [UTC]'],
	dots: 'done_by.name|action|module.api_name|record.name|related_record.module.name|related_record.name|account.name|audited_time'.split(
		'|',
	),
	'third-party names':
		'User Name|Action Type|Module Name|Record Title|Related Module|Related Record|Account|Timestamp'.split(
			'|',
		),
	'other names':
		'Performed By|Action Performed|Feature|Entity Name|Related Module|Related To|Account|Date & Time'.split(
			'|',
		),
	'date/time': [...ENGLISH.slice(0, 7), 'Date/Time'],
	'date alone in the name': [...ENGLISH.slice(0, 7), 'Date'],
	'time alone in the name': [...ENGLISH.slice(0, 7), 'Time'],
	'a byte order mark': [`\uFEFF${ENGLISH[0]}`, ...ENGLISH.slice(1)],
	'full width': ENGLISH.map((title) =>
		title.replace(/[A-Za-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
	),
	'soft hyphens': ENGLISH.map((title) => `${title.slice(0, 3)}\u00ad${title.slice(3)}`),
	'no-break spaces': ENGLISH.map((title) => title.replaceAll(' ', '\u00a0')),
	German:
		'Ausgeführt von|Aktion|Modul|Datensatzname|Verknüpftes Modul|Verknüpfter Name|Firma|Geprüft am'.split(
			'|',
		),
	French:
		"Effectué par|Opération|Rubrique|Nom de l'enregistrement|Module associé|Nom associé|Compte|Heure de l’audit".split(
			'|',
		),
	Spanish:
		'Hecho por|Acción|Módulo|Nombre del registro|Módulo relacionado|Nombre relacionado|Cuenta|Hora de auditoría'.split(
			'|',
		),
	Italian:
		'Eseguito da|Azione|Modulo|Nome record|Modulo correlato|Nome correlato|Azienda|Ora'.split('|'),
	Portuguese:
		'Feito por|Ação|Módulo|Nome do registro|Módulo relacionado|Nome relacionado|Conta|Hora da auditoria'.split(
			'|',
		),
	Dutch:
		'Gedaan door|Actie|Module|Recordnaam|Gerelateerde module|Gerelateerde naam|Klant|Tijdstip'.split(
			'|',
		),
	Polish:
		'Wykonane przez|Czynność|Moduł|Nazwa rekordu|Powiązany moduł|Powiązana nazwa|Firma|Czas'.split(
			'|',
		),
	Turkish: 'Yapan|İşlem|Modül|Kayıt Adı|İlgili Modül|İlgili Ad|Hesap|Denetim Zamanı'.split('|'),
	Russian: 'Выполнил|Действие|Модуль|Запись|Связанный модуль|Связанное имя|Компания|Время'.split(
		'|',
	),
	Arabic: 'تم بواسطة|الإجراء|الوحدة|اسم السجل|وحدة ذات صلة|اسم ذو صلة|الحساب|الوقت'.split('|'),
	Hebrew: 'בוצע על ידי|פעולה|מודול|שם רשומה|מודול קשור|שם קשור|חשבון|זמן'.split('|'),
	Hindi: 'किसने किया|क्रिया|मॉड्यूल|रिकॉर्ड|संबंधित मॉड्यूल|संबंधित नाम|खाता|समय'.split('|'),
	Thai: 'โดย|การกระทำ|โมดูล|ชื่อระเบียน|โมดูลที่เกี่ยวข้อง|ชื่อที่เกี่ยวข้อง|บัญชี|เวลา'.split('|'),
	Vietnamese:
		'Thực hiện bởi|Hành động|Mô-đun|Tên bản ghi|Mô-đun liên quan|Tên liên quan|Tài khoản|Thời gian'.split(
			'|',
		),
	Chinese: '操作人|操作|模块|记录名称|相关模块|相关名称|客户|审核时间'.split('|'),
	Japanese: '実行者|操作|タブ|データ名|関連タブ|関連名|取引先|監査日時'.split('|'),
	Korean: '수행자|작업|모듈|레코드 이름|관련 모듈|관련 이름|거래처|감사 시간'.split('|'),
	Swedish: 'Utfört av|Åtgärd|Modul|Postnamn|Relaterad modul|Relaterat namn|Konto|Tid'.split('|'),
	Czech: 'Provedl|Akce|Modul|Název záznamu|Související modul|Související název|Účet|Čas'.split('|'),
	Greek: 'Από|Ενέργεια|Ενότητα|Εγγραφή|Σχετική ενότητα|Σχετικό όνομα|Λογαριασμός|Ώρα'.split('|'),
};
