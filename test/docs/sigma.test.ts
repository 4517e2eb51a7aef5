import Ajv2020 from 'ajv/dist/2020';
import { type Alert, ALERTS, isCounted, reasonFor } from '../../shared/alerts/alertConditions';
import { AlertWatch } from '../../shared/alerts/alertWatch';
import { dayTimesOf } from '../../shared/entries/dayTimes';
import { ACTIONS } from '../../shared/entries/actions';
import type { AuditLogEntry } from '../../shared/entries/auditLogEntry';
import { ecsDocument } from '../../shared/entries/formats/ecs';
import { CrmModules } from '../../shared/org/modules';
import { CrmUsers } from '../../shared/org/users';
import { pages } from '../documentation/markdown';
import { randomEntries, randomOf } from '../shared/report/randomEntries';
import correlationSchema from './schemas/sigma-correlation-rules.json';
import detectionSchema from './schemas/sigma-detection-rule.json';
import {
	correlated,
	type CorrelationRule,
	type DetectionRule,
	isMatch,
	RULE_FILES,
	rulesIn,
} from './sigmaRules';

const NOW = Date.parse('2026-11-28T09:00:00Z');
const DAY = { from: Date.parse('2026-03-02T00:00:00Z'), to: Date.parse('2026-03-03T00:00:00Z') };
/** Conditions on single entries that Sigma can say. */
const SINGLE = {
	export: 'zoho_crm_export.yml',
	restore: 'zoho_crm_restore.yml',
	ownerChange: 'zoho_crm_owner_change.yml',
	roleOrProfileChange: 'zoho_crm_role_or_profile_change.yml',
	newUser: 'zoho_crm_new_user.yml',
	deactivatedUser: 'zoho_crm_deactivated_user.yml',
} as const satisfies Partial<Record<Alert, string>>;
const COUNTED = {
	massDelete: 'zoho_crm_mass_delete.yml',
	massUpdate: 'zoho_crm_mass_update.yml',
} as const;
/** With why, in the page. */
const UNSAID: readonly Alert[] = [
	...(['outsideWorkingHours', 'raisedRights', 'firstInModule', 'unusualVolume'] as const),
];

const ajv = new Ajv2020({ strict: false, validateFormats: false });
const isDetection = ajv.compile(detectionSchema);
const isCorrelation = ajv.compile(correlationSchema);

const USERS = new CrmUsers(
	[
		...[['101', 'Marta Quill', 'active'] as const, ['102', 'Jürgen Groß', 'disabled'] as const],
		...[['103', 'Gone Away', 'deleted'] as const, ['112', 'John Smith', 'inactive'] as const],
		['113', 'John Smith', 'active'] as const,
	].map(([id, name, status]) => ({
		...{ id, name, status, email: null, profile: 'Standard', role: null },
		...{ timeZone: null, dateFormat: null, timeFormat: null, locale: null },
	})),
);
/** As the page says to fill them. */
const LISTS = {
	deactivated_user_ids: ['102', '103', '112'],
	deactivated_user_names: ['Jürgen Groß', 'Gone Away'],
};
const hours = dayTimesOf('09:00-18:00', undefined, 'UTC');
if (!hours) throw new Error('There are no hours.');
const FACTS = { hours, users: USERS, modules: new CrmModules([]) };

const documentOf = (entry: AuditLogEntry): Record<string, unknown> => ecsDocument(entry, NOW);

/** Every action that is known, spelt as people and files spell them, and words that only look alike. */
function anyEntries(seed: number): AuditLogEntry[] {
	const random = randomOf(seed);
	const pick = <T>(of: readonly T[]): T => of[random(of.length)] as T;
	const words = [
		...[
			'exporter_added',
			'restoredness',
			'Ownership Changed',
			'undeleted',
			'Data Export',
			'export',
		],
		...['Owner Re-assigned', 'Deleted', 'RESTORED', 'Role Changed', 'profiled', 'un-deleted'],
	];
	const spell = [
		(it: string) => it,
		(it: string) => it.replaceAll('_', ' '),
		(it: string) => it.toUpperCase().replaceAll('_', '-'),
	];
	const modules = [
		'Deals',
		'Users',
		'user',
		'USERS',
		'Roles',
		'Profile',
		'Role Sharing',
		'User Log',
	];
	const fields = ['Owner', 'Stage', 'Profile', 'Role', 'Record Owner', 'Homeowner', null];
	const people = [
		...USERS.all.map(({ id, name }) => ({ id, name })),
		...USERS.all.map(({ name }) => ({ id: null, name })),
		...[{ id: '999', name: 'Gone Away' }, null],
	];
	return randomEntries(seed, 1_000, DAY).map((entry) => ({
		...entry,
		action: random(20) === 0 ? null : pick(spell)(pick([...ACTIONS, ...words])),
		module: random(20) === 0 ? null : pick(modules),
		done_by: pick(people),
		field_history:
			random(2) === 0
				? null
				: Array.from({ length: random(3) }, () => ({
						...{ api_name: pick(fields), field_label: pick(fields) },
						...{ old: 'a', new: 'b' },
					})),
	}));
}

test('every condition has a rule, or the page says why it cannot', () => {
	const ruled = [...Object.keys(SINGLE), ...Object.keys(COUNTED)];
	expect([...ruled, ...UNSAID].sort()).toEqual([...ALERTS].sort());
	const files = [...Object.values(SINGLE), ...Object.values(COUNTED)];
	expect([...files].sort()).toEqual(RULE_FILES);
	const siem = pages().find(({ file }) => file === 'docs/siem.md')?.text ?? '';
	for (const file of files) expect(siem).toContain(`sigma/${file}`);
});

test('the rules are valid by the published schemas, and each has an id and a name of its own', () => {
	const all = RULE_FILES.flatMap(rulesIn);
	const problems = all.flatMap((it) => {
		const isValid = 'correlation' in it ? isCorrelation : isDetection;
		return isValid(it) ? [] : [it.title, isValid.errors];
	});
	expect(problems).toEqual([]);
	expect(isDetection({ title: 'x' })).toBe(false);
	for (const values of [all.map(({ id }) => id), all.flatMap(({ name }) => name ?? [])]) {
		expect(new Set(values).size).toBe(values.length);
	}
});

test.each(Object.entries(SINGLE) as [keyof typeof SINGLE, string][])(
	'%s: the rule finds the same entries as the trigger',
	(alert, file) => {
		const entries = [1, 2, 3].flatMap(anyEntries);
		const ours = entries.filter((entry) => reasonFor(alert, entry, FACTS) !== undefined);
		const [rule] = rulesIn(file) as [DetectionRule];
		const theirs = entries.filter((entry) => isMatch(rule, documentOf(entry), LISTS));
		expect(theirs).toEqual(ours);
		expect(ours.length).toBeGreaterThan(20);
		expect(ours.length).toBeLessThan(entries.length / 2);
	},
);

/** One user at the threshold, one below, one slower, one whose name stands for the id, one without times. */
function bursts(action: string): AuditLogEntry[] {
	const burst = (who: AuditLogEntry['done_by'], count: number, seconds: number | null) =>
		randomEntries(9, count, DAY).map((entry, index) => ({
			...entry,
			...{ action, done_by: who, event_id: `${who?.name}${index}` },
			audited_time:
				seconds === null ? null : new Date(DAY.from + index * seconds * 1_000).toISOString(),
		}));
	return [
		...burst({ id: '1', name: 'Exactly Fifty' }, 50, 12),
		...burst({ id: '2', name: 'One Less' }, 49, 1),
		...burst({ id: '3', name: 'Slow' }, 80, 13),
		...burst({ id: null, name: 'Only Named' }, 60, 5),
		...burst({ id: '4', name: 'Only Named' }, 30, 5),
		...burst({ id: '5', name: 'No Times' }, 70, null),
	];
}

test.each(Object.entries(COUNTED) as [keyof typeof COUNTED, string][])(
	'%s: the rule finds the same users, first at the same entry',
	(alert, file) => {
		const entries = bursts(alert === 'massDelete' ? 'Mass Delete' : 'mass_update');
		const [first, ...bases] = rulesIn(file) as [CorrelationRule, ...DetectionRule[]];
		const mass = { count: 50, minutes: 10 };
		const rules = { ...FACTS, alerts: [alert], mass, volume: { minimum: 100, factor: 5 } };
		const watch = new AlertWatch(rules, undefined);
		const inOrder = entries
			.filter(({ audited_time }) => audited_time !== null)
			.sort((a, b) => Date.parse(a.audited_time ?? '') - Date.parse(b.audited_time ?? ''));
		const ours = new Map<string, number>();
		for (const entry of inOrder) {
			const group = entry.done_by?.id ?? entry.done_by?.name ?? '';
			const isFirst = watch.firedBy(entry).length > 0 && !ours.has(group);
			if (isFirst) ours.set(group, Date.parse(entry.audited_time ?? ''));
		}
		const theirs = new Map<string, number>();
		for (const { group, instant } of correlated(first, bases, entries.map(documentOf))) {
			if (!theirs.has(group)) theirs.set(group, instant);
		}
		expect(theirs).toEqual(ours);
		expect([...ours.keys()].sort()).toEqual(['1', 'Only Named']);
		expect(entries.every((entry) => isCounted(alert, entry))).toBe(true);
	},
);
