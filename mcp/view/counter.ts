import { argumentsFor } from './asking';
import { countsOf } from './counting';
import type { Call } from './grouping';
import type { Host } from './host/host';
import { countedOtherwise, MAY_NOT_ASK, spanOfCounts, textOfError } from './listing';
import type { Zoom } from './state';
import type { Store } from './store';
import type { Fields } from './values';
import { userHoursOf } from './users';

/** Has the server count the period of the pictures: by time, and then by user. */
export class Counter {
	constructor(
		private readonly host: Pick<Host, 'callTool'>,
		private readonly store: Store,
	) {}

	async count(): Promise<void> {
		const [whole, zoom] = [this.store.state.zooms[0], this.store.zoom];
		if (!whole || !zoom) return;
		if (!this.store.state.can.ask) {
			return this.store.changeZoom(zoom.id, { trouble: MAY_NOT_ASK });
		}
		try {
			this.store.start('The server counts the entries by time.');
			const counts = await countsOf(this.call, this.argumentsOf(zoom), zoom.span);
			const span = zoom.span ?? spanOfCounts(counts);
			this.finish(zoom, 'The entries are counted.');
			const trouble = zoom === whole ? countedOtherwise(whole.list.answer, counts.total) : null;
			this.store.changeZoom(zoom.id, { counts, trouble, span });
			// What is too much by time is too much by user.
			if (counts.isWhole) await this.countUsers(zoom);
		} catch (error) {
			this.finish(zoom, '');
			this.store.changeZoom(zoom.id, { trouble: `Not counted. ${textOfError(error)}` });
		}
	}

	/** Unless another period is shown by now. */
	async countUsers(zoom: Zoom): Promise<void> {
		if (this.store.zoom?.id !== zoom.id) return;
		try {
			this.store.start('The server counts the entries by user.');
			const users = await userHoursOf(this.call, this.argumentsOf(zoom));
			this.finish(zoom, 'The entries are counted.');
			this.store.changeZoom(zoom.id, { users, usersTrouble: null });
		} catch (error) {
			this.finish(zoom, '');
			this.store.changeZoom(zoom.id, {
				usersTrouble: `Not counted by user. ${textOfError(error)}`,
			});
		}
	}

	/** Nothing is said of a period that another answer has taken the place of. */
	private finish({ id }: Zoom, status: string): void {
		const isThere = this.store.state.zooms.some((zoom) => zoom.id === id);
		this.store.finish(isThere ? status : null);
	}

	private readonly call: Call = async (tool, args) => await this.host.callTool(tool, args);

	private argumentsOf(zoom: Zoom): Fields {
		const { list } = this.store.state.zooms[0] ?? zoom;
		return argumentsFor('', list.asked, list.answer.scope, zoom.place);
	}
}
