import { answerOf } from './answer';
import { argumentsFor, type Asked, type Span } from './asking';
import { countsOf, MAX_DAYS } from './counting';
import type { Host } from './host/host';
import {
	chatQuestion,
	countedIn,
	countedOtherwise,
	MAY_NOT_ASK,
	pageCounts,
	questionFor,
	remarkOn,
	spanOfCounts,
	statusOf,
	textOfError,
	toolNamed,
	TOOLS,
	unanswered,
} from './listing';
import { type Chosen, chosenBy, countOf, placeOfItem, spanOf } from './places';
import { type Listed, START, type Zoom } from './state';
import type { Store } from './store';
import type { Fields } from './values';

/** What the page does: it shows the host's answer, and asks the same server for parts of it. */
export class View {
	private args: Fields = {};
	/** Of the latest question: answers to older ones are not shown. */
	private turn = 0;
	private made = 0;

	constructor(
		private readonly host: Pick<Host, 'can' | 'tool' | 'callTool' | 'say'>,
		private readonly store: Store,
	) {}

	connected(): void {
		const { host } = this;
		const can = {
			...{ ask: host.can('serverTools'), say: host.can('message'), open: host.can('openLinks') },
			repeat: host.can('serverTools') && toolNamed(host.tool) !== null,
		};
		this.store.change({ can, status: 'Waiting for the answer of the tool.' });
	}

	failed(problem: string): void {
		this.store.change({ problem, isBusy: false, status: '' });
	}

	input(args: Fields): void {
		this.turn++;
		this.args = args;
		this.store.change({ status: 'The tool was asked. Waiting for its answer.' });
	}

	/** The answer that the host shows this page for. */
	async result(result: unknown): Promise<void> {
		const answer = answerOf(result);
		this.turn++;
		const { can } = this.store.state;
		if (answer.status !== 'ready' || answer.kind === null) {
			const status = answer.status === 'preparing' ? 'Zoho is preparing the export.' : '';
			return this.store.change({ ...START, can, lone: answer, isBusy: false, status });
		}
		const asked = { tool: TOOLS[answer.kind], args: this.args };
		const isLater = asked.args['cursor'] !== undefined;
		const remark = isLater ? 'This is a later page: other pages come before it.' : null;
		const list: Listed = { asked, answer, before: 0, remark };
		const counts = pageCounts(list);
		const zoom: Zoom = {
			...{ id: ++this.made, place: {}, label: 'Whole period', counts, trouble: null, list },
			span: spanOf(answer.scope) ?? (counts && spanOfCounts(counts)),
		};
		const status = statusOf(answer);
		this.store.change({ ...START, can, zooms: [zoom], isBusy: false, status });
		if (!counts?.isWhole) await this.count();
	}

	/** A bar, a cell, a group or a finding was chosen. */
	async pick(key: string): Promise<void> {
		const zoom = this.store.zoom;
		if (!zoom) return;
		if (this.store.state.picked?.key === key) return this.clear();
		const chosen = chosenBy(key, zoom, this.store.list ?? zoom.list);
		if (!chosen) return;
		const { label, place } = chosen;
		const { span } = place;
		if (key.startsWith('t:') && span && span.to - span.from > 1) {
			return await this.zoomInto(zoom, chosen, span);
		}
		const isPart = /^[tdw]:/.test(key);
		const from = isPart ? zoom.list : (this.store.list ?? zoom.list);
		const whole = isPart ? { ...zoom.place, ...place } : place;
		const { can } = this.store.state;
		const list = unanswered(from, span, can.ask);
		this.store.change({ picked: { key, label, place: whole, list } });
		if (!can.ask) return;
		const expected = isPart ? span && countedIn(zoom, span) : countOf(key, from);
		const tool = isPart ? undefined : TOOLS.entries;
		const answer = await this.ask(questionFor(from, whole, tool), 0, expected ?? null);
		if (answer && this.store.state.picked?.key === key) {
			this.store.change({ picked: { key, label, place: whole, list: answer } });
		}
	}

	/** The server counts the period of the pictures. */
	async count(): Promise<void> {
		const [whole, zoom] = [this.store.state.zooms[0], this.store.zoom];
		if (!whole || !zoom) return;
		if (!this.store.state.can.ask) return this.store.changeZoom(zoom.id, { trouble: MAY_NOT_ASK });
		const { asked, answer } = whole.list;
		const args = argumentsFor('', asked, answer.scope, zoom.place);
		const call = async (tool: string, own: object) => await this.host.callTool(tool, own);
		try {
			this.store.start('The server counts the entries by time.');
			const counts = await countsOf(call, args, zoom.span);
			const span = zoom.span ?? spanOfCounts(counts);
			this.store.end('The entries are counted.');
			const trouble = zoom === whole ? countedOtherwise(answer, counts.total) : null;
			this.store.changeZoom(zoom.id, { counts, trouble, span });
		} catch (error) {
			this.store.end('');
			this.store.changeZoom(zoom.id, { trouble: `Not counted. ${textOfError(error)}` });
		}
	}

	/** To the period around this one, or so many further. */
	zoomOut(levels = 1): void {
		const { zooms } = this.store.state;
		const left = zooms.slice(0, Math.max(1, zooms.length - levels));
		this.turn++;
		this.store.change({ zooms: left, picked: null, status: left.at(-1)?.label ?? '' });
	}

	clear(): void {
		this.turn++;
		this.store.change({ picked: null, status: 'The choice is cleared.' });
	}

	/** The page after the one that is shown. */
	async more(): Promise<void> {
		const { list } = this.store;
		const cursor = list?.answer.next;
		if (!list || !cursor) return;
		const { asked, before, answer } = list;
		const next = { ...asked, args: { ...asked.args, cursor } };
		this.store.showList(await this.ask(next, before + answer.items.length, null));
	}

	/** What was asked last, once more. */
	async again(): Promise<void> {
		const { list } = this.store;
		if (list) return this.store.showList(await this.ask(list.asked, list.before, null));
		const tool = toolNamed(this.host.tool);
		if (tool === null) return;
		try {
			const turn = ++this.turn;
			this.store.start('Asking again.');
			const result = await this.host.callTool(tool, this.args);
			this.store.end('');
			if (turn === this.turn) await this.result(result);
		} catch (error) {
			this.store.end('');
			this.failed(textOfError(error));
		}
	}

	/** The entries behind counts. */
	async entries(): Promise<void> {
		const { list } = this.store;
		if (list)
			this.store.showList(
				await this.ask(questionFor(list, {}, TOOLS.entries), 0, list.answer.total),
			);
	}

	/** With times alone: what others typed would be taken for the person's own words. */
	async say(): Promise<void> {
		const { list } = this.store;
		if (!list) return;
		try {
			await this.host.say(chatQuestion(list.answer.scope));
			this.store.change({ status: 'The question is in the chat.' });
		} catch (error) {
			this.store.change({ problem: textOfError(error) });
		}
	}

	isChoosable(item: Fields): boolean {
		const { list } = this.store;
		if (!list || !this.store.state.can.ask) return false;
		return placeOfItem(item, list) !== null;
	}

	private async zoomInto(outer: Zoom, { label, place }: Chosen, span: Span): Promise<void> {
		const { can, zooms } = this.store.state;
		const list = unanswered(outer.list, span, can.ask);
		const zoom: Zoom = { ...outer, id: ++this.made, span, place, label, list };
		this.store.change({ zooms: [...zooms, zoom], picked: null, status: label });
		if (!can.ask) return;
		const answer = await this.ask(questionFor(outer.list, place), 0, countedIn(outer, span));
		if (answer) this.store.changeZoom(zoom.id, { list: answer });
		const isFiner = outer.counts?.finest === 'day' && span.to - span.from <= MAX_DAYS * 24;
		if (isFiner && this.store.zoom?.id === zoom.id) await this.count();
	}

	private async ask(asked: Asked, before: number, expected: number | null): Promise<Listed | null> {
		const turn = ++this.turn;
		this.store.start('The server is asked.');
		try {
			const answer = answerOf(await this.host.callTool(asked.tool, asked.args));
			this.store.end(statusOf(answer));
			return turn === this.turn
				? { asked, answer, before, remark: remarkOn(expected, answer) }
				: null;
		} catch (error) {
			this.store.end('');
			if (turn === this.turn) this.store.change({ problem: `Not answered. ${textOfError(error)}` });
			return null;
		}
	}
}
