/**
 * Invisible characters that can hide or reverse text: controls, zero-width, bidirectional marks,
 * soft hyphen, tags. Line breaks and tabs become spaces. The joiner between two emoji stays, because
 * it makes them one. https://www.unicode.org/reports/tr36/
 */
const INVISIBLE =
	/[\p{Cc}\u00ad\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const LOOSE_JOINER =
	/(?<!\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?)\u200d|\u200d(?!\p{Extended_Pictographic})/gu;

/** Text that strangers typed, without invisible characters; if longer than `limit`, it ends with how much is missing. */
export function cleanText(text: string, limit: number): string {
	const clean = text
		.replace(/[\r\n\t]+/g, ' ')
		.replace(INVISIBLE, '')
		.replace(LOOSE_JOINER, '')
		.replace(/\p{Surrogate}/gu, '\ufffd');
	if (clean.length <= limit) return clean;
	const kept = clean.slice(0, limit).replace(/[\ud800-\udbff]$/, '');
	return `${kept}… (+${(clean.length - kept.length).toLocaleString('en')} characters)`;
}

/** The same for every text in JSON as Zoho sent it. */
export function cleanJson(value: unknown, limit: number): unknown {
	if (typeof value === 'string') return cleanText(value, limit);
	if (Array.isArray(value)) return value.map((item) => cleanJson(item, limit));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, item]) => [cleanText(key, limit), cleanJson(item, limit)]),
	);
}
