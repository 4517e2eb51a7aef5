import { type Line, line, lineOf } from '../assumption';
import { count, list, oneOf, say, shape } from '../shown';
import type { DownloadedFile, Live } from '../step';
import { ROWS as A } from './assumptions';
import type { RowTally } from './rowTally';

/** Words for actions that Zoho documents for timelines, or names in its help; those of a cell are shown if they are among them. */
const ACTIONS = [
	...['added', 'updated', 'deleted', 'restored', 'converted', 'created', 'edited', 'imported'],
	...['exported', 'merged', 'owner_assigned', 'owner_reassigned', 'tag_added', 'tag_removed'],
	...['find_and_merge_duplicate', 'transition_executed', 'process_entry', 'process_exit'],
	...['function_executed', 'webhook_invoked', 'activated', 'deactivated', 'mass_updated'],
	...['mass_deleted', 'permanently_deleted', 'sent_an_email', 'added_a_note'],
];
const LOWER_CASE = /^[a-z]+(_[a-z]+)*$/;
const ROWS_PER_FILE = 100_000;
const ROWS_PER_EXPORT = 1_000_000;

export function* tallyLines(live: Live, file: DownloadedFile, tally: RowTally): Generator<Line> {
	const { rows, unread, withoutTime, shownTwice } = tally;
	const isCsv = file.download.files.every(({ name }) => name.endsWith('.csv'));
	const isLong = isCsv && rows > ROWS_PER_FILE;
	const isOver = rows > ROWS_PER_EXPORT;
	const came = say`${count(rows)} rows, ${count(unread)} that cannot be read`;
	yield line(A.rows, unread > 0 || isOver ? 'variant' : isLong ? 'new' : 'same', came);
	const footers = tally.footers.map(({ text, proof }) => say`${shape(text)} (${PROOFS[proof]})`);
	yield lineOf(A.footer, footers, say`none`, 'variant');
	if (rows === 0) return;
	const window = file.period ? say`of a week that was asked for` : say`of an earlier export`;
	const others = withoutTime - shownTwice;
	const twice =
		shownTwice === 0
			? say``
			: say`, ${count(shownTwice)} are in an hour that the clock shows twice`;
	const times = say`${window}, ${count(others)} of ${count(rows)} cannot be read${twice}`;
	const odd = list([...tally.oddTimes].map(shape), 5);
	yield others > 0
		? line(A.times, 'new', say`${times}, such as ${odd}`)
		: line(A.times, 'same', times);
	yield orderLine(tally);
	yield modulesLine(live, tally);
	yield actionsLine(tally);
	yield usersLine(live, tally);
}

const PROOFS = {
	total: say`it counts the rows`,
	'blank line': say`after an empty line`,
	quotes: say`without the quotes of rows`,
} as const;

function orderLine({ rises, falls }: RowTally): Line {
	if (rises + falls === 0) return line(A.order, 'unseen', say`all at one time`);
	if (rises === 0) return line(A.order, 'same', say`newest first`);
	return line(A.order, 'variant', falls === 0 ? say`oldest first` : say`mixed`);
}

function modulesLine({ modules }: Live, tally: RowTally): Line {
	const texts = [...tally.modules];
	if (texts.length === 0) return line(A.modules, 'new', say`no column, or an empty one`);
	const plural = texts.filter((text) => modules.all.some((it) => it.pluralLabel === text));
	const others = texts.filter((text) => !plural.includes(text));
	const singular = others.filter((text) => modules.all.some((it) => it.singularLabel === text));
	const byName = others.filter((text) => modules.all.some((it) => it.apiName === text));
	const unknown = others.filter((text) => !singular.includes(text) && !byName.includes(text));
	const came = say`${count(plural.length)} by plural label, ${count(singular.length)} by singular label, ${count(byName.length)} by API name, ${count(unknown.length)} are no module`;
	if (unknown.length === texts.length) return line(A.modules, 'new', came);
	return line(A.modules, plural.length + unknown.length < texts.length ? 'variant' : 'same', came);
}

function actionsLine({ actions }: RowTally): Line {
	const texts = [...actions];
	if (texts.length === 0) return line(A.actions, 'new', say`no column, or an empty one`);
	const came = list(
		texts.map((text) => oneOf(text, ACTIONS)),
		30,
	);
	if (texts.every((text) => LOWER_CASE.test(text))) return line(A.actions, 'same', came);
	const isLatin = texts.every((text) => /^[A-Za-z][A-Za-z _-]*$/.test(text));
	return line(A.actions, isLatin ? 'variant' : 'new', came);
}

function usersLine({ users }: Live, tally: RowTally): Line {
	const texts = [...tally.users];
	if (texts.length === 0) return line(A.users, 'new', say`no column, or an empty one`);
	const names = new Set(users.all.map(({ name }) => name));
	const others = texts.filter((text) => !names.has(text));
	const emails = others.filter((text) => users.all.some(({ email }) => email === text));
	const ids = others.filter((text) => users.withId(text) !== undefined);
	const unknown = others.length - emails.length - ids.length;
	const named = texts.length - others.length;
	const came = say`${count(named)} by name, ${count(emails.length)} by e-mail address, ${count(ids.length)} by id, ${count(unknown)} unknown; ${count(tally.withoutUser)} rows without one`;
	if (emails.length + ids.length > 0) return line(A.users, 'variant', came);
	return line(A.users, named === 0 ? 'new' : 'same', came);
}
