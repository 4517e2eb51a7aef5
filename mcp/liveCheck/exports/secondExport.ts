import { columnsByName } from '../../../shared/dialect/columnNames';
import { AuditLogError } from '../../../shared/errors';
import { isSameQuestion } from '../../../shared/exports/compareCriteria';
import { type Criteria, criteriaFor, type ModuleValue } from '../../../shared/exports/criteria';
import type { EmptyFile } from '../../../shared/exports/emptyFile';
import { asArray, asObject } from '../../../shared/http/json';
import { outcomeOf, verdictIn } from '../answers';
import { type Line, line } from '../assumption';
import { count, list, say, type Shown, word } from '../shown';
import type { Live } from '../step';
import { CREATING as A } from './assumptions';
import { linksIn, waiting, type Waited } from './waiting';
import { emptyMinute } from './windows';

const MOST_TRIES = 5;
const LINGERING_MS = 15_000;
const LOOK_BYTES = 1024 * 1024;

/**
 * At once after the first export has ended: a minute without any work, in one module by its name
 * alone.
 */
export async function* secondExport(live: Live, first: string): AsyncGenerator<Line> {
	const { connection } = live;
	const module = live.modules.find('Leads') ?? live.modules.all[0];
	const window = emptyMinute(connection.now());
	let value: ModuleValue | null = module ? { api_name: module.apiName } : null;
	for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
		const criteria = criteriaFor({ window, modules: value ? [value] : [] });
		const answer = await connection.create(criteria);
		const { code, id } = verdictIn(answer);
		if (code === 'ALREADY_SCHEDULED') {
			const whose = id === first ? say`the one that has ended` : say`another one`;
			yield line(A.lingering, 'variant', say`${outcomeOf(answer)}, because of ${whose}`);
			await connection.host.sleep(LINGERING_MS, connection.host.signal);
			continue;
		}
		if (attempt === 1) yield line(A.lingering, 'same', outcomeOf(answer));
		const isTaken = answer.status < 300 && id !== null;
		if (value && value.id === undefined) {
			const came = isTaken ? say`it is taken` : say`${outcomeOf(answer)} to the name alone`;
			yield line(A.modules, isTaken ? 'same' : 'variant', came);
		} else if (!isTaken) {
			yield line(A.modules, 'new', say`${outcomeOf(answer)} to name and id`);
		}
		if (isTaken) {
			const waited = yield* waiting(live, id);
			if (waited) yield* emptyExport(live, waited, criteria);
			return;
		}
		if (!module?.id || !value || value.id !== undefined) return;
		value = { api_name: module.apiName, id: module.id };
	}
}

async function* emptyExport(live: Live, waited: Waited, criteria: Criteria): AsyncGenerator<Line> {
	const { job, raw } = waited;
	const isSame = isSameQuestion(criteria, job.criteria);
	yield line(A.same, isSame ? 'same' : 'new', isSame ? say`it does` : say`it does not`);
	const keys = moduleKeys(job.criteria);
	const isPair = keys?.includes('api_name') && keys.includes('id');
	if (keys) yield line(A.echo, isPair ? 'same' : 'variant', list(keys.map(word)));
	if (job.state !== 'finished') return;
	const links = linksIn(raw);
	if (!Array.isArray(links) || links.length === 0) {
		const [state, came] = noLinks(links);
		yield line(A.empty, state, came);
		return;
	}
	yield* emptyFile(live, waited);
}

function noLinks(links: unknown): readonly ['same' | 'variant', Shown] {
	if (links === null) return ['same', say`null`];
	return ['variant', links === undefined ? say`no download_links` : say`an empty list`];
}

async function* emptyFile({ connection }: Live, { job }: Waited): AsyncGenerator<Line> {
	if (job.state !== 'finished') return;
	const { client } = connection;
	try {
		const download = await client.downloadExport(job, {});
		const [empty] = download.emptyFiles ?? [];
		if (empty) {
			yield* emptyLines(empty);
			return;
		}
		let rows = 0;
		for await (const batch of client.readEntries([download])) rows += batch.length;
		if (rows > 0) yield line(A.empty, 'unseen', say`there were ${count(rows)} entries`);
		else yield line(A.empty, 'variant', say`a file without rows`);
	} catch (error) {
		if (!(error instanceof AuditLogError)) throw error;
		const [link = ''] = job.download_links;
		const { body } = await connection.file(link, 'own', {}, LOOK_BYTES);
		yield line(A.empty, 'new', say`a file that cannot be read`);
		// As long as it is, and not what it says.
		yield line(A.sentence, 'new', say`a text of ${count(body.length)} bytes that is not known`);
	}
}

function* emptyLines({ holds, bytes }: EmptyFile): Generator<Line> {
	if (holds === 'sentence') yield line(A.sentence, 'same', say`such a sentence`);
	const words = new TextDecoder().decode(bytes).split(/["\r\n,;\t\uFEFF]+/);
	const { at, date, time } = columnsByName(words);
	const isHeader = Object.keys(at).length > 0 || date !== undefined || time !== undefined;
	// The client takes one line with commas for a header, whatever its titles are.
	if (holds === 'header' && !isHeader)
		yield line(A.sentence, 'new', say`one line in which no title is known`);
	yield line(A.empty, 'variant', HOLDS[holds]);
}

const HOLDS = {
	nothing: say`an empty file`,
	header: say`a file with a header alone`,
	sentence: say`a file with a sentence`,
} as const;

/** Of the modules in criteria; undefined without any. */
function moduleKeys(criteria: unknown): string[] | undefined {
	const object = asObject(criteria);
	for (const member of asArray(object?.['group'])) {
		const keys = moduleKeys(member);
		if (keys) return keys;
	}
	if (asObject(object?.['field'])?.['api_name'] !== 'module') return undefined;
	return Object.keys(asObject(asArray(object?.['value'])[0]) ?? {}).sort();
}
