import type { Html } from '../../../shared/report/markup';
import { drawn } from './drawing';
import { targetAfter } from './keys';
import { nodesOf } from './nodes';
import type { State } from '../state';
import type { Fields } from '../values';

/** What people do on the page. */
export interface Acts {
	pick(key: string): void;
	act(name: string): void;
	isChoosable(item: Fields): boolean;
}

/** The document: it draws what has changed, and hears clicks and keys. */
export class Screen {
	private readonly shown = new Map<string, string>();

	private readonly heard = new AbortController();

	constructor(private readonly acts: Acts) {
		const { signal } = this.heard;
		document.addEventListener('click', (event) => this.chosen(event.target), { signal });
		document.addEventListener('keydown', (event) => this.pressed(event), { signal });
	}

	/** Hears no clicks and no keys any more. */
	close(): void {
		this.heard.abort();
	}

	show(state: State): void {
		const focused = this.focusedPart();
		const parts = drawn(state, (item) => this.acts.isChoosable(item));
		for (const [id, html] of Object.entries(parts)) this.fill(id, html);
		// Apart from what it says: a long list is not drawn again because something is asked.
		document.getElementById('list')?.setAttribute('aria-busy', String(state.isBusy));
		this.say('status', state.status);
		this.say('problem', state.problem ?? '');
		if (focused !== null) this.focus(focused);
	}

	/** Whatever is drawn again has lost the focus, and who works with keys would begin anew. */
	private focus(selector: string): void {
		const active = document.activeElement;
		if (active && active !== document.body) return;
		const again = document.querySelector(selector) ?? document.getElementById('list-title');
		if (again?.matches('.target')) this.makeReachable(again);
		(again as HTMLElement | SVGElement | null)?.focus();
	}

	private focusedPart(): string | null {
		const active = document.activeElement;
		for (const name of ['data-pick', 'data-do']) {
			const value = active?.getAttribute(name);
			// Ours, and letters, digits and colons alone.
			if (value && /^[\w:-]+$/.test(value)) return `[${name}="${value}"]`;
		}
		return null;
	}

	private fill(id: string, html: Html): void {
		const { text } = html;
		if (this.shown.get(id) === text) return;
		this.shown.set(id, text);
		const part = document.getElementById(id);
		const open = [...(part?.querySelectorAll('details') ?? [])].map((it) => it.open);
		part?.replaceChildren(nodesOf(html));
		// What somebody has opened stays so.
		part?.querySelectorAll('details').forEach((it, index) => (it.open = open[index] ?? false));
	}

	/** An element that is there all the time, or it would not be read out. */
	private say(id: string, text: string): void {
		const element = document.getElementById(id);
		if (element && element.textContent !== text) element.textContent = text;
	}

	private chosen(target: EventTarget | null): void {
		const element = target instanceof Element ? target.closest('[data-pick],[data-do]') : null;
		const [pick, act] = [element?.getAttribute('data-pick'), element?.getAttribute('data-do')];
		if (pick) this.acts.pick(pick);
		else if (act) this.acts.act(act);
	}

	private pressed(event: KeyboardEvent): void {
		if (event.key === 'Escape') return this.acts.act('out');
		const current = event.target;
		if (!(current instanceof Element) || !current.matches('.target')) return;
		if (event.key === 'Enter' || event.key === ' ') {
			event.preventDefault();
			return this.chosen(current);
		}
		const all = [...(current.closest('svg')?.querySelectorAll('.target') ?? [])];
		const next = targetAfter(event.key, current, all);
		if (next === null) return;
		event.preventDefault();
		if (!next) return;
		this.makeReachable(next);
		(next as SVGElement).focus();
	}

	/** Tab comes back to the part that was left. */
	private makeReachable(target: Element): void {
		const svg = target.closest('svg');
		for (const it of svg?.querySelectorAll('.target[tabindex="0"]') ?? []) {
			it.setAttribute('tabindex', '-1');
		}
		target.setAttribute('tabindex', '0');
	}
}
