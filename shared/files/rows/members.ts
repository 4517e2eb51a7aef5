import { UnexpectedAnswerError } from '../../errors';
import { CsvReader } from '../csv';
import type { CsvFile } from './csvFile';
import type { SkippedMember } from './unreadRows';

const LOOK_BYTES = 4096;
/** Of the header of a log. */
const MIN_CELLS = 4;

/** Whether a row that none follows may be titles: a sentence has fewer commas, and ends as one. */
export function areTitles(cells: readonly string[]): boolean {
	return cells.length >= MIN_CELLS && !cells.some((cell) => /[.!?\u3002…]["'»”]?\s*$/u.test(cell));
}

/**
 * What a table is replaced by when it would be empty, as Zoho's products word it in English. Whole texts
 * only: any other may be about something else, and is refused where the file is read.
 */
const NO_ENTRIES =
	/^(?:there (?:are|is|were|was) )?no (?:matching )?(?:audit[ -]?logs?(?: (?:entries|records|data))?|entries|records?|data|results?)(?: (?:were|was|is|are|has been|have been))?(?: (?:found|available|present|to (?:export|show|display)))?(?: (?:for|in|within) (?:the|this) (?:given|selected|specified|chosen) (?:criteria|filters?|period|date range|time range|range))?[.!]?$/;

/** Whether a text says that there are no entries, and nothing else. */
export function isNoEntries(sentence: string): boolean {
	return NO_ENTRIES.test(sentence.trim().toLowerCase().replace(/\s+/g, ' '));
}

/** What such a member is called where it is skipped. */
export const SAYS_NO_ENTRIES = 'a sentence that there are no entries';

/** How files begin that no export is. */
const BEGINNINGS: readonly (readonly [string, readonly number[]])[] = [
	['metadata of macOS', [0x00, 0x05, 0x16, 0x07]],
	['metadata of macOS', [0x00, 0x00, 0x00, 0x01, 0x42, 0x75, 0x64, 0x31]],
	['a PDF', [0x25, 0x50, 0x44, 0x46]],
	['an image', [0x89, 0x50, 0x4e, 0x47]],
	['an image', [0xff, 0xd8, 0xff]],
	['an image', [0x47, 0x49, 0x46, 0x38]],
	['metadata of Windows', [0xd0, 0xcf, 0x11, 0xe0]],
];

/**
 * What a member holds that can be no CSV, by its bytes; null for one that may be. Anything in place of a
 * file that is named as a CSV may mean that its entries are lost; so may a web page or JSON.
 * See docs/decisions/archive-members.md
 */
export function noCsv(archive: string, name: string, bytes: Uint8Array): SkippedMember | null {
	const isNamed = isCsvName(name);
	const known = BEGINNINGS.find(([, first]) => first.every((byte, at) => bytes[at] === byte));
	if (known) {
		const [holds] = known;
		return { archive, name, holds, isLoss: isNamed && holds !== 'metadata of macOS' };
	}
	const first = bytes.subarray(0, LOOK_BYTES).find((byte) => byte > 0x20);
	if (first === 0x3c) return { archive, name, holds: 'a web page', isLoss: true };
	if (first === 0x7b) return { archive, name, holds: 'a JSON answer', isLoss: true };
	if (bytes.length <= LOOK_BYTES) {
		const sentence = new TextDecoder()
			.decode(bytes)
			.trim()
			.replace(/^"(.*)"$/, '$1');
		if (isNoEntries(sentence)) return { archive, name, holds: SAYS_NO_ENTRIES, isLoss: false };
	}
	if (first === undefined && bytes.length <= LOOK_BYTES) {
		return { archive, name, holds: 'nothing', isLoss: isNamed };
	}
	return null;
}

/** Text that is no table; null for a table, and for whatever is named as one. */
export function noTable(archive: string, csv: CsvFile): SkippedMember | null {
	const { name } = csv;
	if (isCsvName(name)) return null;
	try {
		const reader = new CsvReader(csv);
		const hasRows = reader.next();
		// A comma with a space after it is one of a sentence.
		const isProse =
			reader.width < MIN_CELLS && !reader.header.slice(1).some((cell) => /^\S/.test(cell));
		const isTable = hasRows
			? reader.width > 1 && !isProse && reader.rows >= reader.unread.count
			: reader.width >= MIN_CELLS;
		const isLoss = hasRows && reader.width > 1;
		return isTable ? null : { archive, name, holds: 'a text', isLoss };
	} catch (error) {
		if (!(error instanceof UnexpectedAnswerError)) throw error;
		return { archive, name, holds: 'no text that can be read', isLoss: true };
	}
}

function isCsvName(name: string): boolean {
	return /\.csv$/i.test(name);
}
