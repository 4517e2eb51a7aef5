/** A word of Zoho's or of an item as a title: `record_url` is Record URL. */
export function titleOf(word: string): string {
	const words = word.split('_').map((part) => part.charAt(0).toUpperCase() + part.slice(1));
	return words
		.join(' ')
		.replace(/\bId$/, 'ID')
		.replace(/\bUrl$/, 'URL')
		.replace(/\bAnd\b/, 'and');
}
