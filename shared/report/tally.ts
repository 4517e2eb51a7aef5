import { DELETE, EXPORT } from '../alerts/entryWords';
import { instantOfIso } from '../dialect/auditedTime';
import type { TimeZone } from '../dialect/timeZone';
import { ZoneDays } from '../dialect/zoneDays';
import { HOUR } from '../durations';
import { actionWord } from '../entries/actions';
import type { AuditLogEntry } from '../entries/auditLogEntry';
import { actorOf } from '../entries/flatEntry';
import { NameCounts } from './nameCounts';

/** More than an organization has; further ones are counted together. */
const MAX_NAMES = 5_000;
/** More than three years have. */
const MAX_HOURS = 30_000;
const MAX_USER_HOURS = 200_000;
/** An entry of another time is misread or made up, and would leave no room for all others. */
const [EARLIEST, LATEST] = [Date.UTC(1995, 0), Date.UTC(2101, 0)];
/** More than hours since 1970. */
const HOURS = 2 ** 20;

/** Everything that a report shows of entries, counted in one pass. What it keeps does not grow with them. */
export class Tally {
	total = 0;
	withoutTime = 0;
	/** Entries with a time that cannot be theirs. */
	outside = 0;
	deletions = 0;
	exports = 0;
	first = Infinity;
	last = -Infinity;
	readonly users = new NameCounts(MAX_NAMES);
	readonly actions = new NameCounts(MAX_NAMES);
	readonly modules = new NameCounts(MAX_NAMES);
	/** By hour on the wall since 1970. */
	readonly hours = new Map<number, number>();
	/** Entries with a time whose hour was one too many. */
	unplaced = 0;
	/** By user, 24 counts. */
	readonly hoursOfDay: Uint32Array[] = [];
	/** By user and hour, with how many of them are deletions; undefined once there were too many. */
	userHours: Map<number, { count: number; deletions: number }> | undefined = new Map();
	/** Entries that findings are about, by id. */
	readonly cited = new Map<string, AuditLogEntry>();
	private readonly days: ZoneDays;
	private readonly kinds: { readonly isDeletion: boolean; readonly isExport: boolean }[] = [];

	/** @param citedIds of entries to be kept. */
	constructor(
		readonly zone: TimeZone,
		private readonly citedIds: ReadonlySet<string>,
	) {
		this.days = new ZoneDays(zone);
	}

	add(entry: AuditLogEntry): void {
		this.total++;
		if (this.citedIds.has(entry.event_id)) this.cited.set(entry.event_id, entry);
		const { isDeletion, isExport } = this.kindOf(entry.action);
		if (isDeletion) this.deletions++;
		if (isExport) this.exports++;
		this.modules.add(entry.module ?? '');
		const actor = actorOf(entry);
		const user = this.users.add(entry.done_by?.id ?? actor, actor);
		const instant = instantOfIso(entry.audited_time ?? '');
		if (instant === null) {
			this.withoutTime++;
			return;
		}
		if (instant < EARLIEST || instant >= LATEST) {
			this.outside++;
			return;
		}
		this.first = Math.min(this.first, instant);
		this.last = Math.max(this.last, instant);
		const hour = Math.floor((instant + this.days.offsetAt(instant)) / HOUR);
		this.addHour(hour);
		if (user < 0) return;
		const ofDay = (this.hoursOfDay[user] ??= new Uint32Array(24));
		const clock = ((hour % 24) + 24) % 24;
		ofDay[clock] = (ofDay[clock] ?? 0) + 1;
		this.addUserHour(user, hour, isDeletion);
	}

	/** User and hour of a key of `userHours`. */
	static placeOf(key: number): { readonly user: number; readonly hour: number } {
		return { user: Math.floor(key / HOURS), hour: key % HOURS };
	}

	private kindOf(action: string | null) {
		const code = this.actions.add(action ?? '');
		const known = this.kinds[code];
		if (known) return known;
		const word = actionWord(action ?? '');
		const kind = { isDeletion: DELETE.test(word), isExport: EXPORT.test(word) };
		if (code >= 0) this.kinds[code] = kind;
		return kind;
	}

	private addHour(hour: number): void {
		const known = this.hours.get(hour);
		if (known === undefined && this.hours.size >= MAX_HOURS) this.unplaced++;
		else this.hours.set(hour, (known ?? 0) + 1);
	}

	private addUserHour(user: number, hour: number, isDeletion: boolean): void {
		if (!this.userHours || hour < 0 || hour >= HOURS) return;
		const key = user * HOURS + hour;
		let counted = this.userHours.get(key);
		if (!counted) {
			if (this.userHours.size >= MAX_USER_HOURS) {
				this.userHours = undefined;
				return;
			}
			counted = { count: 0, deletions: 0 };
			this.userHours.set(key, counted);
		}
		counted.count++;
		if (isDeletion) counted.deletions++;
	}
}
