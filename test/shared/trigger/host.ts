import type { Polled } from '../../../shared/trigger/poll';

/** When a host dies, if it does: before or after it has saved what a poll returned. */
export type Crash = 'none' | 'after saving' | 'before saving';

/**
 * What a host keeps, as n8n does: the cursor in memory, and on disk when a poll has returned something. A host
 * that died continues with what is on disk.
 */
export class HostMemory {
	private memory: unknown;
	private disk: unknown;

	/** As JSON, so that nothing lives on that a host would not keep. */
	get cursor(): unknown {
		return this.memory === undefined ? undefined : JSON.parse(JSON.stringify(this.memory));
	}

	keep({ cursor, entries }: Polled, crash: Crash = 'none'): void {
		const before = this.disk;
		if (crash !== 'before saving' && (entries.length > 0 || before === undefined))
			this.disk = cursor;
		this.memory = crash === 'none' ? cursor : this.disk;
	}
}
