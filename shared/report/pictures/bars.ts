import { type Html, joined, markup } from '../markup';
import { clippedApart, numberText, shownName } from '../labels';
import type { NameCounts } from '../nameCounts';
import { name, tableUnder } from '../table';
import { at, picture } from './picture';

const [LABEL, ROW, WIDTH, NUMBER] = [150, 26, 440, 62];
const LETTERS = 20;
const SHOWN = 12;

/** The largest, and how many entries all others have together. */
function shownCounts(
	counts: NameCounts,
	total: number,
): { readonly label: string; readonly count: number }[] {
	const shown = counts.largest(SHOWN).map((code) => ({
		label: shownName(counts.labelOf(code), '(none)'),
		count: counts.countOf(code),
	}));
	const rest = total - shown.reduce((sum, { count }) => sum + count, 0);
	return rest === 0 ? shown : [...shown, { label: 'All others', count: rest }];
}

/** A bar for each name. */
export function bars(id: string, title: string, counts: NameCounts, total: number): Html {
	const rows = shownCounts(counts, total);
	const most = Math.max(1, ...rows.map(({ count }) => count));
	const room = WIDTH - LABEL - NUMBER;
	const names = clippedApart(
		rows.map(({ label }) => label),
		LETTERS,
	);
	const content = rows.map(({ count }, row) => {
		const y = row * ROW;
		const length = Math.max(1, (count / most) * room);
		return markup`<text class="l" x="${LABEL - 10}" y="${y + 17}">${names[row] ?? ''}</text><rect class="bar" x="${LABEL}" y="${y + 4}" width="${at(length)}" height="${ROW - 8}" rx="2"/><text class="v" x="${at(LABEL + length + 6)}" y="${y + 17}">${numberText(count)}</text>`;
	});
	return markup`${picture({
		...{ id, title, width: WIDTH, height: rows.length * ROW + 2, content: joined(content) },
		description: `${rows.length} bars. The longest is ${rows[0]?.label ?? 'none'} with ${numberText(rows[0]?.count ?? 0)} entries.`,
	})}${tableUnder(
		title,
		[{ title: 'Name' }, { title: 'Entries', isNumber: true }],
		rows.map(({ label, count }) => [name(label), numberText(count)]),
	)}`;
}
