import type { IDataObject } from 'n8n-workflow';
import { rareActions, setUp } from '../zoho/log/oddities';
import { staff } from '../zoho/organization/staff';
import type { LogEntry, Zoho } from '../zoho/zoho';
import { incidentHappens } from './incidentFacts';

/** What is known about an example. */
export interface Facts {
	/** What a person enters in its form or says in its chat. */
	readonly answers?: IDataObject;
	/** Whether n8n runs it in its server alone, and not on its command line. */
	readonly needsServer?: true;
	/** What happens in Zoho before it runs. */
	happened?(zoho: Zoho): void;
	/**
	 * How many items a node has to return. Time passes during a run, so an entry at the edge of a period may
	 * be in or out: evaluated right before and right after.
	 */
	readonly truth: Readonly<Record<string, (zoho: Zoho) => number>>;
}

const DAY = 24 * 3_600_000;
const HOUR = 3_600_000;

export const LEAVER = staff.leo;
/** Deletions in the previous hour, and in this one in case it ends during the run. */
export const MASS = 25;

/** As a form gives a date. */
function dayBefore(days: number): string {
	return new Date(Date.now() - days * DAY).toISOString().slice(0, 10);
}

const startOfHour = (): number => Math.floor(Date.now() / HOUR) * HOUR;
const startOfDay = (): number => Math.floor(Date.now() / DAY) * DAY;
/** Monday: 1970 began on a Thursday. */
const startOfWeek = (): number => startOfDay() - ((Math.floor(Date.now() / DAY) + 3) % 7) * DAY;

export const FACTS: Readonly<Record<string, Facts>> = {
	'auditLog.json': {
		truth: {
			'Who changed the Acme deal': (zoho) => {
				const isAcme = ({ record }: LogEntry) =>
					record?.module.api_name === 'Deals' && record.name.includes('Acme');
				return Math.min(10, between(zoho, Date.now() - 14 * DAY, Infinity, isAcme));
			},
			'Export the last 30 days': () => 1,
			'One item per row': (zoho) => between(zoho, Date.now() - 30 * DAY, Infinity, isDeletion),
		},
	},
	'massDeleteAlert.json': {
		happened(zoho) {
			const { id, full_name: name } = staff.tomas;
			for (const time of [startOfHour() - 7 * 60_000, Date.now()]) {
				for (let index = 0; index < MASS; index++) {
					const done_by = { id, name };
					zoho.record({ action: 'deleted', audited_time: time, done_by });
				}
			}
		},
		truth: {
			'Get deletions': (zoho) => between(zoho, startOfHour() - HOUR, startOfHour(), isDeletion),
		},
	},
	'exceptUsersAlert.json': {
		happened(zoho) {
			const { id, full_name: name } = staff.integration;
			// Also in this hour, in case it ends during the run.
			for (const audited_time of [startOfHour() - 20 * 60_000, Date.now()]) {
				zoho.record({ action: 'deleted', audited_time, done_by: { id, name } });
				zoho.record({ action: 'exported', audited_time });
			}
		},
		truth: {
			'Get deletions and exports': (zoho) =>
				between(
					...([zoho, startOfHour() - HOUR, startOfHour()] as const),
					(entry) => isReported(entry) && !/api|integration/i.test(entry.done_by?.name ?? ''),
				),
		},
	},
	'dataTable.json': {
		needsServer: true,
		truth: {
			'Get the last 7 days': (zoho) => between(zoho, Date.now() - 7 * DAY, Infinity, () => true),
		},
	},
	'oncePerEntry.json': { needsServer: true, truth: {} },
	// As the trigger returns it, with a name that a chat would take for a call to everyone.
	'alerts.json': {
		answers: {
			time: new Date().toISOString(),
			alerts: 'Export: Data was exported.',
			...{ user: staff.marta.full_name, action: 'exported', module: 'Contacts' },
			...{ record: '<!channel> & more', details: '', record_url: '', user_id: staff.marta.id },
			event_id: 'e2e',
		},
		truth: {},
	},
	'weeklyTable.json': {
		truth: {
			'Get the last 7 days': (zoho) => between(zoho, Date.now() - 7 * DAY, Infinity, isReported),
		},
	},
	'weeklyDigest.json': {
		truth: {
			'Get last week': (zoho) => between(zoho, startOfWeek() - 7 * DAY, startOfWeek(), () => true),
			'Report of last week': () => 1,
		},
	},
	'nightlyArchive.json': { truth: { 'Create Export': () => 1, 'Download Export': () => 1 } },
	'siem.json': {
		happened(zoho) {
			const varied = [...setUp(startOfHour() - 5 * HOUR), ...rareActions(startOfHour() - HOUR)];
			for (const happening of varied) zoho.record(happening);
			zoho.record({ action: 'exported', audited_time: startOfHour() - 2 * HOUR });
		},
		truth: {
			'Get entries': (zoho) => between(zoho, startOfHour() - 6 * HOUR, startOfHour(), () => true),
		},
	},
	'leaver.json': {
		answers: { User: LEAVER.full_name },
		truth: { 'Create Export': () => 1, 'Download Export': () => 1 },
	},
	'incident.json': {
		happened: incidentHappens,
		answers: { User: LEAVER.full_name, From: dayBefore(30), To: dayBefore(0) },
		truth: { Report: () => 1, Entries: () => 1 },
	},
	'askTheLog.json': {
		answers: { chatInput: 'Who deleted leads in the last seven days?', sessionId: 'one' },
		truth: {},
	},
};

const isReported = ({ action }: LogEntry): boolean => ['deleted', 'exported'].includes(action);

const isDeletion = ({ action }: LogEntry): boolean => action === 'deleted';

/** How many entries of the true log between two times satisfy a condition. */
export function between(
	{ log }: Zoho,
	from: number,
	to: number,
	matches: (entry: LogEntry) => boolean,
): number {
	return log.filter(
		(entry) => entry.audited_time >= from && entry.audited_time < to && matches(entry),
	).length;
}
