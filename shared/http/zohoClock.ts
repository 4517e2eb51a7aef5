import type { Transport } from './transport';

/**
 * Zoho's time. The clock of this machine may be hours off, so the difference to the `Date` header of
 * Zoho's last answer is kept and added; before the first answer it is this machine's time.
 */
export class ZohoClock {
	private offset = 0;

	constructor(private readonly localNow: () => number) {}

	/** Milliseconds since 1970. */
	now(): number {
		return this.localNow() + this.offset;
	}

	/** The same transport, whose answers set the clock. */
	listening(transport: Transport): Transport {
		return async (request) => {
			const response = await transport(request);
			const date = Date.parse(response.headers['date'] ?? '');
			if (!Number.isNaN(date)) this.offset = date - this.localNow();
			return response;
		};
	}
}
