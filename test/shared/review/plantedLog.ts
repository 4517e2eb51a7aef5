import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';

import { type Anomaly, type PlantedLog, plainEntry, type PlantedUser, random } from './planted';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Four weeks, then ninety days; the clocks change on 25 October. */
const BEGIN = Date.parse('2026-08-03T00:00:00+02:00');
const LAST_OF_SUMMER = (Date.parse('2026-10-25T00:00:00+02:00') - BEGIN) / DAY;
const LEARNING = 28;
const DAYS = 90;

const NAMES = [
	...['Ada Wolf', 'Bela Novak', 'Carla Ruiz', 'Dilan Aydin', 'Emil Holm', 'Farida Aziz'],
	...['Gustav Lind', 'Hana Sato', 'Ines Prado', 'Jiri Kral', 'Klara Voss', 'Luca Conti'],
];
const MODULES = ['Leads', 'Deals', 'Contacts', 'Accounts', 'Tasks', 'Events', 'Notes', 'Calls'];
const ACTIONS = ['updated', 'added', 'tag_added', 'sent_an_email', 'deleted', 'converted'];

export function plantedLog(seed: number): PlantedLog {
	const next = random(seed);
	const whole = (most: number): number => Math.floor(next() * most);
	const pick = <T>(list: readonly T[]): T => list[whole(list.length)] as T;
	const users = NAMES.map((name, index): PlantedUser => ({
		...{ id: `76100000000000${4_000 + index}`, name, status: 'active' },
		profile: index === 0 ? 'Administrator' : 'Standard',
	}));
	const hasIds = seed % 2 === 0;
	const entries: AuditLogEntry[] = [];
	const planted: Anomaly[] = [];
	const idOf = (name: string): string => users.find((user) => user.name === name)?.id ?? '';
	const write = (
		at: number,
		name: string,
		action: string,
		module: string,
		rest?: Partial<AuditLogEntry>,
	): AuditLogEntry => {
		const by = { id: hasIds ? idOf(name) : null, name };
		const entry = plainEntry(at, by, action, module);
		entry.record = { id: null, name: `Record ${whole(5_000)}` };
		entry.event_id = `e${entries.length}`;
		if (rest) Object.assign(entry, rest);
		entries.push(entry);
		return entry;
	};
	/** On the wall of Berlin, where summer ends in the early morning of a Sunday. */
	const at = (day: number, hour: number): number => {
		const isWinter = day > LAST_OF_SUMMER || (day === LAST_OF_SUMMER && hour >= 3);
		return BEGIN + day * DAY + hour * HOUR + (isWinter ? HOUR : 0);
	};
	const isWorkday = (day: number): boolean => day % 7 < 5;
	const away = new Map<string, [number, number]>();
	background();
	plant();
	shuffle();
	const [from, to] = [at(LEARNING, 0), at(LEARNING + DAYS, 0)];
	return { entries, users, planted, from, to };

	function shuffle(): void {
		for (let last = entries.length - 1; last > 0; last--) {
			const other = whole(last + 1);
			const [one, two] = [entries[last], entries[other]] as [AuditLogEntry, AuditLogEntry];
			[entries[last], entries[other]] = [two, one];
		}
	}

	function background(): void {
		for (const [index, { name }] of users.entries()) {
			const kinds = Array.from({ length: 5 + whole(4) }, () => [pick(ACTIONS), pick(MODULES)]);
			const usual = 6 + 50 * next() ** 2;
			const start = 35 + whole(70);
			away.set(name, [start, start + 5 + whole(6)]);
			for (let day = 0; day < LEARNING + DAYS; day++) {
				const [gone, back] = away.get(name) ?? [0, 0];
				const isIll = next() < 0.03;
				if (!isWorkday(day) || isIll || (day >= gone && day < back)) continue;
				const today = Math.round(usual * Math.exp((next() + next() + next() - 1.5) * 0.8)) + 1;
				for (let entry = 0; entry < today; entry++) {
					const [action = '', module = ''] = kinds[Math.floor(kinds.length * next() ** 1.5)] ?? [];
					write(at(day, 8.2 + 9.5 * next()), name, action, module);
				}
				// Somebody works through a list: many, and no mass.
				if (next() < 0.06) {
					const begin = 9 + 6 * next();
					const [, module = ''] = kinds[0] ?? [];
					for (let entry = 0; entry < 15 + whole(20); entry++) {
						write(at(day, begin + next() / 7), name, kinds[0]?.[0] ?? '', module);
					}
				}
				// What nobody planted, and is new all the same.
				if (index % 4 === 1 && next() < 0.01) write(at(day, 11), name, 'merged', `Own ${day}`);
				// One who works late now and then.
				if (index === 11 && next() < 0.08) {
					write(at(day, 20 + next()), name, kinds[0]?.[0] ?? '', kinds[0]?.[1] ?? '');
				}
			}
		}
	}

	/** A workday of the user, with no other anomaly of the same user near it. */
	function freeDay(name: string, first = LEARNING + 2, last = LEARNING + DAYS - 2): number {
		for (;;) {
			const day = first + whole(last - first);
			const [gone, back] = away.get(name) ?? [0, 0];
			const isAway = day >= gone && day < back;
			const isNear = planted.some(
				({ user, from, to }) => user === name && at(day + 2, 0) > from && at(day - 1, 0) < to,
			);
			if (isWorkday(day) && !isAway && !isNear) return day;
		}
	}

	function add(
		rule: string,
		user: string,
		own: readonly AuditLogEntry[],
		aside: readonly AuditLogEntry[] = [],
	): void {
		const times = own.map(({ audited_time }) => Date.parse(audited_time ?? ''));
		planted.push({
			...{ rule, user, ids: new Set(own.map(({ event_id }) => event_id)) },
			...{ from: Math.min(...times), to: Math.max(...times) },
			aside: aside.map(({ done_by, audited_time }) => ({
				user: done_by?.name ?? '',
				at: Date.parse(audited_time ?? ''),
			})),
		});
	}

	function plant(): void {
		const some = (): string => users[1 + whole(10)]?.name ?? '';
		const mass = (rule: string, action: string, size: number, minutes: number): void => {
			const name = some();
			const [day, hour] = [freeDay(name), 9 + 7 * next()];
			const own = Array.from({ length: size }, (_, index) =>
				write(at(day, hour) + (index / size) * minutes * MINUTE, name, action, pick(MODULES)),
			);
			add(rule, name, own);
		};
		const one = (rule: string, hour: () => number, ...args: [string, string, object?]): void => {
			const name = some();
			add(rule, name, [write(at(freeDay(name), hour()), name, ...args)]);
		};
		const office = (): number => 9 + 7 * next();
		mass('massDelete', 'deleted', 55, 8);
		mass('massDelete', 'deleted', 80, 9);
		mass('massDelete', 'mass_delete', 160, 25);
		mass('massDelete', 'deleted', 400, 9);
		mass('massUpdate', 'updated', 70, 8);
		mass('massUpdate', 'mass_update', 120, 20);
		mass('massUpdate', 'updated', 900, 30);
		for (let count = 0; count < 3; count++) one('export', office, 'exported', pick(MODULES));
		for (let count = 0; count < 2; count++) one('ownerChange', office, 'owner_reassigned', 'Deals');
		one('roleOrProfileChange', office, 'updated', 'Profiles');
		one('roleOrProfileChange', office, 'role_changed', 'Roles');
		for (const hour of [3, 22.5, 5.5]) one('outsideWorkingHours', () => hour, 'updated', 'Deals');
		for (let count = 0; count < 2; count++) one('restore', office, 'restored', pick(MODULES));
		one('newUser', office, 'added', 'Users', { record: { id: null, name: 'Nora Blank' } });
		one('newUser', office, 'invited', 'Users', { record: { id: null, name: 'Olaf Blank' } });
		const raised = { api_name: 'profile', field_label: 'Profile', old: 'Standard' };
		for (const user of ['Emil Holm', 'Ines Prado']) {
			one('raisedRights', office, 'updated', 'Users', {
				record: { id: null, name: user },
				field_history: [{ ...raised, new: 'Administrator' }],
			});
		}
		one('firstInModule', office, 'merged', 'Vendors');
		one('firstInModule', office, 'cloned', 'Price_Books');
		for (const size of [450, 700]) {
			const name = some();
			const day = freeDay(name);
			const own = Array.from({ length: size }, () =>
				write(at(day, 8 + 10 * next()), name, 'updated', 'Leads'),
			);
			add('unusualVolume', name, own);
		}
		leavers();
	}

	/** Of two the log has entries after they were deactivated, of one an export before it. */
	function leavers(): void {
		for (const index of [0, 1, 2]) {
			const name = `Left ${'ABC'[index]}`;
			users.push({
				id: `7610000000000050${10 + index}`,
				name,
				status: 'disabled',
				profile: 'Standard',
			});
			const last = LEARNING + 30 + whole(40);
			for (let day = 0; day <= last; day++) {
				if (isWorkday(day)) write(at(day, 9 + 7 * next()), name, 'updated', 'Leads');
			}
			let day = last + 1;
			while (!isWorkday(day)) day++;
			const record = { id: null, name };
			const gone = write(at(day, 18), 'Ada Wolf', 'deactivated', 'Users', { record });
			if (index === 2) {
				let before = last - 3 - whole(20);
				while (!isWorkday(before)) before--;
				const taken = write(at(before, 11), name, 'exported', 'Contacts');
				add('exportBeforeLeaving', name, [taken], [gone]);
			} else {
				let after = day + 2;
				while (!isWorkday(after)) after++;
				add('deactivatedUser', name, [write(at(after, 12), name, 'updated', 'Leads')], [gone]);
			}
		}
	}
}
