import type { Ticks } from '../ticks';
import type { Transport } from './transport';

/**
 * Zoho's time. The clock of this machine may be hours off, so the `Date` header of Zoho's last answer
 * is kept, and what has passed since is added; before the first answer it is this machine's time.
 */
export class ZohoClock {
	private offset = 0;
	private ticksOffset: number;

	constructor(
		private readonly machineTime: () => number,
		private readonly ticks: Ticks,
	) {
		this.ticksOffset = machineTime() - ticks();
	}

	/**
	 * Milliseconds since 1970. The later of two: a machine's clock may be set back, and ticks may stand
	 * still while the machine sleeps.
	 */
	now(): number {
		return Math.max(this.machineTime() + this.offset, this.ticks() + this.ticksOffset);
	}

	/** The same transport, whose answers set the clock. */
	listening(transport: Transport): Transport {
		return async (request) => {
			const response = await transport(request);
			const date = Date.parse(response.headers['date'] ?? '');
			if (!Number.isNaN(date)) {
				this.offset = date - this.machineTime();
				this.ticksOffset = date - this.ticks();
			}
			return response;
		};
	}
}
