import path from 'node:path';
import { writeWhole } from '../archive/savedFiles';
import { cleanText } from '../../shared/disclosure/cleanText';
import { AuditLogError } from '../../shared/errors';
import { coverageLine } from '../../shared/report/coverageText';
import type { Config } from '../config/config';
import type { App } from '../questions/app';
import type { QueryContext, QueryInput } from '../questions/queryContext';
import { parseQuestion, validateQuestion } from '../questions/question';
import { withAnswerEntries } from '../questions/saving/answerEntries';
import { reportFile } from '../questions/saving/reportFile';
import { sourceOf } from '../questions/source';
import { createApp, type Host } from '../server/app';
import { fileProblem } from './fileProblem';

/** Of one export; more than Zoho has ever been seen to take. */
const WAIT_SECONDS = 6 * 3600;

/** Writes a period as a page to look at. Returns the exit code: 1 when there is none, 2 for wrong settings. */
export async function report(config: Config, host: Host): Promise<number> {
	const { reportOut, missing, isOffline } = config;
	const problems = [
		...(reportOut === null ? ['Name the file to write: --out report.html.'] : []),
		...(missing.length > 0 && !isOffline ? [`Not set: ${missing.join(', ')}.`] : []),
	];
	if (reportOut === null || problems.length > 0) {
		process.stderr.write(`${problems.join('\n')}\n`);
		return 2;
	}
	// No caller gives up: Zoho may take its time.
	const app = createApp({ ...config, waitSeconds: WAIT_SECONDS }, host);
	try {
		return await written(app, wordsOf(config), path.resolve(reportOut), host);
	} catch (error) {
		const folder = path.dirname(path.resolve(reportOut));
		const problem = error instanceof AuditLogError ? error.message : fileProblem(error, folder);
		if (problem === undefined) throw error;
		process.stderr.write(`${host.log.redacted(problem)}\n`);
		return 1;
	}
}

function wordsOf({ reportFrom, reportTo, reportUser, reportModule }: Config): QueryInput {
	return {
		from: reportFrom,
		to: reportTo ?? undefined,
		user: reportUser ?? undefined,
		module: reportModule ?? undefined,
	};
}

async function written(app: App, input: QueryInput, file: string, { log }: Host): Promise<number> {
	validateQuestion(input, app);
	const { signal } = new AbortController();
	const client = await app.client(signal);
	await app.config.people?.load(client.names, { signal });
	const question = await parseQuestion(client, input, app.config, { signal });
	const say = (text: string): void => log.write('info', text);
	const context: QueryContext = {
		...{ app, client, input, question, cursor: undefined },
		bounds: { question: [], period: [] },
		run: { signal, progress: {}, report: say },
		needsAll: true,
	};
	const source = await sourceOf(context);
	if (source === null) {
		process.stderr.write('Zoho has been preparing the export for too long.\n');
		return 1;
	}
	let entries = 0;
	const coverage = await withAnswerEntries(context, source, 'newest', async (answer) => {
		const counted = async function* () {
			for await (const batch of answer.entries) {
				entries += batch.length;
				yield batch;
			}
		};
		for await (const bytes of reportFile(context, { ...answer, entries: counted() })) {
			await writeWhole(path.dirname(file), path.basename(file), bytes, signal);
		}
		return answer.coverage();
	});
	const { complete, notes } = coverage;
	const lack = complete ? '' : ' NOT complete: the report says why.';
	process.stdout.write(`${file}: ${entries.toLocaleString('en')} entries.${lack}\n`);
	if (complete) return 0;
	// Who reads cron's mail may never open the file.
	const { people } = app.config;
	const asked = question.filter.users ?? [];
	const shown = notes.map((note) => cleanText(people ? people.message(note, asked) : note, 600));
	const covers = coverageLine({ zone: question.zone, coverage, madeAt: client.now() }, entries);
	process.stdout.write(`It covers ${[covers, ...shown].join('\n- ')}\n`);
	return 0;
}
