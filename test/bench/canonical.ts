import { hash } from 'node:crypto';
import { AuditedTimeReader } from '../../shared/dialect/auditedTime';
import type { AuditLogEntry, Reference } from '../../shared/entries/auditLogEntry';
import { EventIds } from '../../shared/entries/eventIds';
import { recordUrl } from '../../shared/entries/recordUrl';
import { context } from './context';

/**
 * The same entries as one would build them on a good parser: each distinct user, module and time
 * looked up once, and Node's own BLAKE2s over the texts for ids.
 */
export class CanonicalEntries {
	count = 0;
	/** Kept, as a consumer of the entry would. */
	last: AuditLogEntry | undefined;
	private readonly times = new AuditedTimeReader(context.times);
	private readonly ids = new EventIds();
	private readonly cached = new Map<string, string | null>();

	/** From the cells of the benchmark's file. */
	entry(cells: readonly string[]): void {
		const [user, action, label, record, relatedLabel, related, account, time, id, field, old, now] =
			cells as unknown as string[] & { length: 12 };
		const module = this.lookUp('module', label, moduleName);
		const iso = this.lookUp('time', time, (text) => this.times.read(text)?.iso ?? null);
		const digest = hash('blake2s256', cells.join('\0'), 'buffer');
		const words = new Int32Array(digest.buffer, digest.byteOffset, 4);
		this.count++;
		this.last = {
			event_id: this.ids.numbered(
				digest.toString('hex', 0, 16),
				words,
				0,
				Math.floor(this.count / 5000),
			),
			audited_time: iso,
			action: action || null,
			source: null,
			module,
			done_by: reference(
				this.lookUp('user', user, (name) => context.users.idOfName(name)),
				user,
			),
			record: reference(id, record),
			related_module: this.lookUp('module', relatedLabel, moduleName),
			related_record: reference(null, related),
			account_name: account || null,
			field_history: field
				? [{ api_name: null, field_label: field, old: old || null, new: now || null }]
				: null,
			record_url: this.url(module, id),
		};
	}

	private url(module: string | null, id: string | undefined): string | null {
		const page = this.lookUp('page', module ?? '', (name) => recordUrl(context.urls, name, '0'));
		return page === null || !id ? null : page.slice(0, -1) + id;
	}

	private lookUp(
		kind: string,
		text: string | undefined,
		make: (text: string) => string | null,
	): string | null {
		if (!text) return null;
		const key = `${kind} ${text}`;
		const cached = this.cached.get(key);
		if (cached !== undefined) return cached;
		if (this.cached.size > 50_000) this.cached.clear();
		const made = make(text);
		this.cached.set(key, made);
		return made;
	}
}

function moduleName(label: string): string {
	return context.modules.find(label)?.apiName ?? label;
}

function reference(id: string | null | undefined, name: string | undefined): Reference | null {
	return id || name ? { id: id || null, name: name || null } : null;
}
