import { AuditLogError } from '../../shared/errors';
import type { Config } from '../config/config';
import { type Assumption, isDifferent, type Line, line } from './assumption';
import { Connection, type LiveHost, Refrained } from './connection';
import { creating } from './exports/creating';
import { download } from './file/download';
import { fileBytes } from './file/bytes';
import { fileRows } from './file/rows';
import { codeWord } from './answers';
import { count, oneOf, say, type Shown } from './shown';
import { Live, type Step } from './step';
import { exportList } from './steps/exportList';
import { names } from './steps/names';
import { recordTimeline } from './steps/recordTimeline';
import { recycleBin } from './steps/recycleBin';
import { token } from './steps/token';
import { undocumented } from './steps/undocumented';

const ENDS = {
	ids: {
		name: 'ids in JSON',
		assumed: 'texts of digits, never numbers',
		places: ['shared/http/json.ts quoteLongNumbers'],
	},
} as const;

const ends: Step = {
	assumptions: ENDS,
	async *run({ connection }) {
		yield connection.hasNumericIds
			? line(ENDS.ids, 'variant', say`some are numbers`)
			: line(ENDS.ids, 'same', say`texts`);
	},
};

/** In the order in which they are looked at. Exports are created before files are read. */
const STEPS: readonly (readonly [string, Step])[] = [
	['token', token],
	['names', names],
	['exports', exportList],
	['undocumented calls', undocumented],
	['recycle bin', recycleBin],
	['creating', creating],
	['download', download],
	['file', fileBytes],
	['rows', fileRows],
	['timeline', recordTimeline],
	['ids', ends],
];

export const ASSUMPTIONS: readonly Assumption[] = STEPS.flatMap(([, { assumptions }]) =>
	Object.values(assumptions),
);

/**
 * Compares what is assumed of Zoho with what this organization's Zoho sends, assumption by assumption.
 * Whatever comes, each of them has at least one line. Nothing is created unless the configuration says so.
 * @throws AuditLogError when there is no token at all; the signal's reason.
 */
export async function* liveCheck(config: Config, host: LiveHost): AsyncGenerator<Line> {
	const connection = new Connection(config, host);
	await connection.open();
	const live = new Live(connection);
	for (const [name, step] of STEPS) {
		host.progress(name);
		yield* linesOf(name, step, live);
	}
}

async function* linesOf(name: string, step: Step, live: Live): AsyncGenerator<Line> {
	const seen = new Map<string, string>();
	let reason: Shown | null = null;
	try {
		for await (const it of step.run(live)) {
			const text = `${it.state} ${it.came}`;
			if (seen.get(it.name) === text) continue;
			seen.set(it.name, text);
			yield it;
		}
	} catch (error) {
		live.connection.host.signal.throwIfAborted();
		if (error instanceof Refrained)
			reason = say`not asked: ${oneOf(error.message, [error.message])}`;
		else {
			yield line(unexpected(name), 'new', whatOf(error));
			reason = say`the part before it ended early`;
		}
	}
	for (const assumption of Object.values(step.assumptions)) {
		if (!seen.has(assumption.name)) yield line(assumption, 'unseen', reason ?? unasked(name, live));
	}
}

/** Why a part had nothing to look at. */
function unasked(name: string, { connection, file }: Live): Shown {
	if (name === 'creating' && !connection.config.create)
		return say`nothing is created without --create`;
	if (name === 'timeline' && connection.config.record === null) return say`no --record was named`;
	if (['download', 'file', 'rows'].includes(name) && !file)
		return say`no file of an export; --create makes one`;
	return say`not shown by this organization`;
}

function unexpected(name: string): Assumption {
	return {
		name: `${name}: anything else`,
		assumed: 'the client reads what comes',
		places: ['shared/client.ts AuditLogClient'],
	};
}

/** The kind of an error, and what Zoho called it; never its text, which may have names. */
export function whatOf(error: unknown): Shown {
	if (!(error instanceof AuditLogError)) return say`a fault of this program; please report it`;
	const { status, code } = error.facts;
	const kind = oneOf(error.name, [error.name]);
	const http = status === undefined ? say`` : say`, HTTP ${count(status)}`;
	return say`${kind}${http}${code === undefined ? say`` : say` ${codeWord(code)}`}`;
}

/** What a run has come to. */
export interface Totals {
	readonly same: number;
	readonly variant: number;
	readonly new: number;
	readonly unseen: number;
}

export function totalsOf(lines: readonly Line[]): Totals {
	const of = (state: Line['state']): number => lines.filter((it) => it.state === state).length;
	return { same: of('same'), variant: of('variant'), new: of('new'), unseen: of('unseen') };
}

export function hasDifference(lines: readonly Line[]): boolean {
	return lines.some(isDifferent);
}
