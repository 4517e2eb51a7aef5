import type { Footer, FooterProof } from './footerKinds';
import { MAX_NAMED, type UnreadRows } from './unreadRows';

const FOOTER_PROOFS: Readonly<Record<FooterProof, string>> = {
	total: 'it states how many rows there are',
	'blank line': 'an empty line is before it',
	quotes: 'it has no quotes, as all rows have',
};

/** Lines after the rows of files that are none; null for none. */
export function footersNote(footers: readonly Footer[]): string | null {
	if (footers.length === 0) return null;
	const named = footers.slice(0, MAX_NAMED).map(({ file, line, lastLine, text, proof }) => {
		const lines = line === lastLine ? `line ${line}` : `lines ${line} to ${lastLine}`;
		return `${file}, ${lines}, "${text.slice(0, 80)}" (a footer: ${FOOTER_PROOFS[proof]})`;
	});
	const others = footers.length - named.length;
	const more = others > 0 ? `; and ${others} others` : '';
	return `What follows the last row was passed over: ${named.join('; ')}${more}.`;
}

/** Lines that are the header of their file once more; null for none. */
export function headersNote(headers: UnreadRows['headers']): string | null {
	if (headers.length === 0) return null;
	const named = headers.slice(0, MAX_NAMED).map(({ file, line }) => `${file}, line ${line}`);
	const others = headers.length - named.length;
	const more = others > 0 ? `; and ${others} others` : '';
	return `The header comes once more in place of a row, and was passed over there: ${named.join('; ')}${more}.`;
}

/**
 * A footer whose total is another one than that of its file, and than that of all files: entries may
 * be missing. Null for none.
 */
export function totalNote(footers: readonly Footer[], allRows: number): string | null {
	const other = footers.find(
		({ stated, rows }) => stated !== null && stated !== rows && stated !== allRows,
	);
	if (!other) return null;
	const { file, text, rows } = other;
	return `The file ${file} ends with "${text.slice(0, 80)}", and it has ${rows.toLocaleString('en')} rows: entries may be missing.`;
}
