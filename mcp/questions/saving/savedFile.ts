import { join } from 'node:path';
import { disclosureOf } from '../../config/disclosure';
import { writeAnswer, writeNew } from '../../archive/savedFiles';
import type { EntryBatch } from '../../../shared/entries/auditLogEntry';
import type { Order } from '../../../shared/entries/topK';
import { sha256 } from '../../../shared/files/sha256';
import {
	type AnswerClaim,
	answerClaim,
	type AnswerManifest,
} from '../../../shared/reading/answers/answerManifest';
import type { QueryContext, QueryResult } from '../queryContext';
import { coverageNotes, matchNotes, periodNotes, scopeOf } from '../scope';
import type { Source } from '../source';
import { type AnswerEntries, withAnswerEntries } from './answerEntries';
import { FORMATS, type SavedFormatName } from './formats';

/** How an answer is saved. */
export interface SaveOptions {
	readonly format: SavedFormatName;
	readonly order: Order;
}

/** The answer to a question as a file in the folder, and beside it the manifest that proves it. */
export async function savedFile(
	context: QueryContext,
	source: Source,
	options: SaveOptions,
	folder: string,
): Promise<QueryResult> {
	return await withAnswerEntries(context, source, options.order, async (answer) =>
		written(context, source, options, folder, answer),
	);
}

async function written(
	context: QueryContext,
	source: Source,
	{ format: formatName }: SaveOptions,
	folder: string,
	answer: AnswerEntries,
): Promise<QueryResult> {
	const { app, client, question, run } = context;
	const { signal } = run;
	const disclosure = disclosureOf(app.config);
	const format = FORMATS[formatName];
	let total = 0;
	const counted = async function* (): AsyncGenerator<EntryBatch> {
		for await (const batch of answer.entries) {
			total += batch.length;
			run.report(`${total.toLocaleString('en')} entries written`);
			yield batch;
		}
	};
	let claim: AnswerClaim | undefined;
	const file = await writeAnswer(
		folder,
		format,
		format.file(context, { ...answer, entries: counted() }),
		{
			signal,
			nameOf: async (bytes) => {
				claim = await answerClaim(
					client.session,
					{
						...{
							filter: question.filter,
							coverage: answer.coverage(),
							exports: source.exports ?? [],
						},
						...{ entries: total, values: disclosure.values },
					},
					{ signal },
				);
				return await nameOf(context, format.ending, [claim, bytes.sha256]);
			},
		},
	);
	const manifest: AnswerManifest = {
		...(claim as AnswerClaim),
		made_at: new Date(client.now()).toISOString(),
		file,
	};
	const proof = new TextEncoder().encode(`${JSON.stringify(manifest, null, '\t')}\n`);
	const proofName = `${file.name}.manifest.json`;
	// One of that name makes the same claim, and was first.
	await writeNew(folder, proofName, proof);
	const coverage = answer.coverage();
	return {
		status: 'ready',
		scope: scopeOf(question, app.config, coverage),
		total_matched: total,
		files: [
			{
				...{ name: file.name, mime_type: format.mimeType, size: file.size, entries: total },
				...{ sha256: file.sha256, saved_to: join(folder, file.name) },
			},
			{ name: proofName, mime_type: 'application/json', saved_to: join(folder, proofName) },
		],
		notes: [
			`The second file is the manifest of the first: zoho-crm-audit-log-mcp verify ${proofName} compares them later.`,
			...(disclosure.values ? [] : ['Old and new values are left out.']),
			...periodNotes(question, coverage),
			...coverageNotes(coverage),
			...(await matchNotes(context, coverage, total)),
		],
	};
}

/** Nothing from outside is in it, and another content or claim has another name. */
async function nameOf(
	{ question }: QueryContext,
	ending: string,
	content: unknown,
): Promise<string> {
	const { period, zone } = question;
	const days = period
		? [period.from, period.to - 1].map((instant) => zone.iso(instant).slice(0, 10)).join('_')
		: 'all';
	const digest = await sha256(new TextEncoder().encode(JSON.stringify(content)));
	return `audit-log-${days}-${digest.slice(0, 12)}.${ending}`;
}
