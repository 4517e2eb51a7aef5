import { disclosureOf } from '../config/disclosure';
import type { App } from '../questions/app';
import { cleanText } from '../../shared/disclosure/cleanText';
import { folded } from '../../shared/folded';
import { storedFiles } from './exportFiles';

/** What can be completed. */
export type Completion = 'module' | 'user' | 'record' | 'period' | 'export_id' | 'file';

const MAX_VALUES = 100;
/** A person who is typing does not wait longer. */
const WAIT_MS = 2_000;
const PERIODS = [
	'today',
	'yesterday',
	'this week',
	'last week',
	'this month',
	'last month',
	'monday',
	'last quarter',
	'7d',
	'30d',
	'90d',
];

/**
 * Values that begin with what was typed, then those that contain it. None on any error, and never by an
 * export: records are those seen in earlier answers.
 */
export async function complete(
	app: App,
	kind: Completion,
	typed: string,
	context: Readonly<Record<string, string>> = {},
): Promise<string[]> {
	const part = folded(typed);
	const values = await valuesOf(app, kind, context).catch(() => []);
	const all = [...new Set(values)].filter((value) => folded(value).includes(part));
	const first = all.filter((value) => folded(value).startsWith(part));
	return [...new Set([...first, ...all])].slice(0, MAX_VALUES);
}

async function valuesOf(
	app: App,
	kind: Completion,
	context: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
	const signal = AbortSignal.timeout(WAIT_MS);
	const isName = kind === 'module' || kind === 'user' || kind === 'record';
	if (isName && !disclosureOf(app.config).names) return [];
	switch (kind) {
		case 'period':
			return PERIODS;
		case 'record':
			return app.seenRecords.all();
		case 'file':
			return storedFiles(app)
				.filter(({ exportId }) => !context['export_id'] || exportId === context['export_id'])
				.map(({ name }) => name);
		case 'export_id':
			return [...new Set(storedFiles(app).map(({ exportId }) => exportId))];
		case 'module': {
			const { all } = await (await app.client(signal)).names.modules({ signal });
			return all.map(({ apiName }) => cleanText(apiName, 120));
		}
		case 'user': {
			const { all } = await (await app.client(signal)).names.users({ signal });
			return all.map(({ name }) => cleanText(name, 120));
		}
	}
}
