import { type Listed, START, type State, type Zoom } from './state';

/** What the page shows now; whatever changes is shown. */
export class Store {
	state: State = START;
	private running = 0;
	private isOver = false;

	constructor(private readonly show: (state: State) => void) {}

	/** The list that is shown. */
	get list(): Listed | undefined {
		return this.state.picked?.list ?? this.zoom?.list;
	}

	/** The period that the pictures show. */
	get zoom(): Zoom | undefined {
		return this.state.zooms.at(-1);
	}

	/** Nothing changes any more. */
	end(changed: Partial<State>): void {
		this.change(changed);
		this.isOver = true;
	}

	change(changed: Partial<State>): void {
		if (this.isOver) return;
		this.state = { ...this.state, ...changed };
		this.show(this.state);
	}

	/** A zoom that has been left stays as it was. */
	changeZoom(id: number, changed: Partial<Zoom>): void {
		const zooms = this.state.zooms.map((zoom) => (zoom.id === id ? { ...zoom, ...changed } : zoom));
		this.change({ zooms });
	}

	/** In the place of the list that is shown. */
	showList(list: Listed | null): void {
		const { picked } = this.state;
		if (!list) return;
		if (picked) this.change({ picked: { ...picked, list } });
		else if (this.zoom) this.changeZoom(this.zoom.id, { list });
	}

	/** Something is asked; several things may be. */
	start(status: string): void {
		this.running++;
		this.change({ isBusy: true, status, problem: null });
	}

	/** @param status null where something else is shown by now, which has its own. */
	finish(status: string | null): void {
		this.running--;
		this.change({ isBusy: this.running > 0, ...(status !== null && { status }) });
	}
}
