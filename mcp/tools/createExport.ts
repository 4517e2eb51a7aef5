import type { AuditLogClient } from '../../shared/client';
import { EXPORT_ACTIONS } from '../../shared/entries/actions';
import { exportWindow } from '../../shared/exports/exportCriteria';
import type { Period } from '../../shared/period';
import { z } from 'zod';
import { parseQuestion, validateQuestion } from '../questions/question';
import { filters, sameFilters } from './arguments';
import { cleanText } from '../../shared/disclosure/cleanText';
import { exportOf, nextStep, shownExport } from '../questions/shownExport';
import { tool } from './tool';

export const createExport = tool({
	name: 'create_export',
	title: 'Create export',
	description:
		'Start an export of the audit log in Zoho: makes one export job (asynchronous; at most 180 days, or without any argument the whole log of up to three years; at most 1,000,000 entries). Creates a job; changes no CRM record. Follow with get_export, then download_export.',
	input: {
		from: filters.from.describe('As in get_audit_log: last month, 30d …'),
		to: sameFilters.to,
		user: sameFilters.user,
		module: sameFilters.module,
		action: z.array(z.enum(EXPORT_ACTIONS)).optional(),
		time_zone: sameFilters.time_zone,
	},
	output: {
		export: shownExport.optional(),
		candidates: z.array(z.looseObject({ user_id: z.string() })).optional(),
	},
	access: 'creates',
	async run(app, input, { signal }) {
		const { config } = app;
		const hasPeriod = input.from !== undefined || input.to !== undefined;
		const check = ({ from, to }: Period): void => {
			const filter = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
			exportWindow(hasPeriod ? filter : {}, app.now());
		};
		validateQuestion(input, app, { check });
		const client = await app.creatingClient(signal);
		const { filter, parsedAt } = await parseQuestion(client, input, config, {
			period: hasPeriod ? undefined : null,
			signal,
		});
		const candidates = await candidatesFor(client, filter.users ?? [], signal);
		if (candidates.length > 0) return { candidates, notes: [CHOOSE_USER] };
		const { job, adopted } = await client.createExport(filter, { signal });
		return {
			export: { ...exportOf(job, parsedAt), ...(adopted && { adopted }) },
			notes: [
				...(adopted
					? ['The same export was running already and is used instead of a new one.']
					: []),
				'Zoho runs one export at a time for the whole organization.',
				nextStep(job, parsedAt, config.readOnly),
			],
		};
	},
});

const CHOOSE_USER =
	'More than one user fits, and no export was created. Call again with user set to one of these ids.';
const MAX_CANDIDATES = 10;

/** Users that a word may mean; an export takes one of them. None where each word means one at most. */
async function candidatesFor(
	client: AuditLogClient,
	words: readonly string[],
	signal: AbortSignal,
): Promise<{ user: string; email?: string; user_id: string }[]> {
	if (words.length === 0) return [];
	const users = await client.names.users({ signal });
	const several = words.map((word) => users.meantBy(word)).filter(({ length }) => length > 1);
	return several
		.flat()
		.slice(0, MAX_CANDIDATES)
		.map(({ id, name, email }) => ({
			user: cleanText(name, 120),
			...(email !== null && { email: cleanText(email, 120) }),
			user_id: id,
		}));
}
