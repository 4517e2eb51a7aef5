/**
 * Every `date_format` that a user of Zoho CRM can have.
 * https://www.zoho.com/crm/developer/docs/api/v8/get-users.html
 */
// prettier-ignore
export const DATE_FORMATS: readonly string[] = [
	'dd-MM-yyyy', 'dd/MM/yyyy', 'dd.MM.yyyy', 'dd MM yyyy', 'dd-MM-yy', 'dd/MM/yy', 'dd.MM.yy',
	'd.MM.yy', 'd-M-yy', 'd/M/yy', 'd.M.yy', 'd.M.yy.', 'd-M-yyyy', 'd/M/yyyy', 'd.M.yyyy',
	'd. M. yyyy.', 'd. M. yyyy', 'd MMM, yyyy', 'dd MMM, yyyy', 'd. MMMM yyyy', 'dd.MM.yyyy.',
	'dd.MM.yy.', 'yyyy-MM-dd', 'yyyy/MM/dd', 'yyyy.MM.dd', 'yyyy MM dd', 'yy/MM/dd', 'yy-MM-dd',
	'yy.M.d', 'yy-M-d', 'yy. M. d', 'yyyy/M/d', 'yyyy年MM月dd日', 'yy年M月d日', 'yyyy.MM.dd.',
	'yyyy. MM. dd', 'MM-dd-yyyy', 'MM/dd/yyyy', 'MM.dd.yyyy', 'MM dd yyyy', 'MM-dd-yy',
	'MM/dd/yy', 'M/dd/yy', 'MMM-dd-yyyy', 'MMM dd, yyyy', 'MMM d, yyyy', 'MMMM d, yyyy',
	'yyyy.dd.MM', 'yy.d.M',
];

/** Every `time_format`. */
export const TIME_FORMATS: readonly string[] = ['HH:mm', 'hh:mm a'];

/** Every `locale`. */
// prettier-ignore
export const LOCALES: readonly string[] = [
	'in_ID', 'zh_CN', 'zh_TW', 'da_DK', 'de_DE', 'en_GB', 'en_US', 'es_ES', 'fr_FR', 'iw_IL',
	'hr_HR', 'it_IT', 'hu_HU', 'nl_NL', 'pl_PL', 'pt_BR', 'pt_PT', 'sv_SE', 'vi_VN', 'tr_TR',
	'cs_CZ', 'bg_BG', 'ru_RU', 'ar_EG', 'hi_IN', 'th_TH', 'ja_JP', 'ko_KR',
];
