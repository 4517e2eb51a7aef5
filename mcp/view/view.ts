import { answerOf } from './answer';
import { Asker } from './asker';
import type { Span } from './asking';
import { Counter } from './counter';
import { MAX_DAYS } from './counting';
import { refusalIn } from './grouping';
import type { Host } from './host/host';
import {
	chatQuestion,
	countedAt,
	countedIn,
	pageCounts,
	pageUsers,
	questionFor,
	spanOfCounts,
	statusOf,
	textOfError,
	toolNamed,
	TOOLS,
	unanswered,
	withMore,
} from './listing';
import { type Chosen, chosenBy, countOf, placeOfItem, spanOf } from './places';
import { type Listed, START, type Zoom } from './state';
import type { Store } from './store';
import type { Fields } from './values';

/** What the page does: it shows the host's answer, and asks the same server for parts of it. */
export class View {
	private args: Fields = {};
	private made = 0;
	private readonly counter: Counter;
	private readonly asker: Asker;
	private isConnected = false;
	/** What the host has said already, as text: some say it twice. */
	private heard = { input: '', result: '' };

	constructor(
		private readonly host: Pick<Host, 'can' | 'tool' | 'callTool' | 'say'>,
		private readonly store: Store,
	) {
		this.counter = new Counter(host, store);
		this.asker = new Asker(host, store);
	}

	connected(): void {
		const { host } = this;
		const can = {
			...{ ask: host.can('serverTools'), say: host.can('message'), open: host.can('openLinks') },
			repeat: host.can('serverTools') && toolNamed(host.tool) !== null,
		};
		this.isConnected = true;
		const { zoom } = this.store;
		// Some hosts send the answer before they have said what they offer.
		const status = zoom ? statusOf(zoom.list.answer) : 'Waiting for the answer of the tool.';
		this.store.change({ can, status });
		if (zoom && !zoom.counts?.isWhole) void this.count();
	}

	/** The host removes the page: nothing is asked or shown any more. */
	closed(): void {
		this.asker.next();
		const status = 'The host has closed this page.';
		this.store.end({ can: START.can, isBusy: false, status });
	}

	failed(problem: string): void {
		this.store.change({ problem, isBusy: false, status: '' });
	}

	input(args: Fields): void {
		const text = JSON.stringify(args);
		if (text === this.heard.input) return;
		this.heard = { input: text, result: '' };
		this.asker.next();
		this.args = args;
		this.store.change({ status: 'The tool was asked. Waiting for its answer.', problem: null });
	}

	/** The answer that the host shows this page for. */
	async result(result: unknown): Promise<void> {
		const text = JSON.stringify(result);
		if (text === this.heard.result) return;
		this.heard.result = text;
		await this.showAnswer(result);
	}

	private async showAnswer(result: unknown): Promise<void> {
		const answer = answerOf(result);
		this.asker.next();
		const { can, width } = this.store.state;
		const start = { ...START, can, width };
		if (answer.status !== 'ready' || answer.kind === null) {
			const status = answer.status === 'preparing' ? 'Zoho is preparing the export.' : '';
			return this.store.change({ ...start, lone: answer, isBusy: false, status });
		}
		const asked = { tool: TOOLS[answer.kind], args: this.args };
		const isLater = asked.args['cursor'] !== undefined;
		const remark = isLater ? 'This is a later page: other pages come before it.' : null;
		const list: Listed = { asked, answer, remark };
		const counts = pageCounts(list);
		const zoom: Zoom = {
			...{ id: ++this.made, place: {}, label: 'Whole period', counts, trouble: null, list },
			...{ users: pageUsers(list), usersTrouble: null },
			span: spanOf(answer.scope) ?? (counts && spanOfCounts(counts)),
		};
		const status = statusOf(answer);
		this.store.change({ ...start, zooms: [zoom], isBusy: false, status });
		if (this.isConnected && !counts?.isWhole) await this.count();
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
		const isPart = /^(?:t|d|w|u):/.test(key);
		const from = isPart ? zoom.list : (this.store.list ?? zoom.list);
		const whole = isPart ? { ...zoom.place, ...place } : place;
		const { can } = this.store.state;
		const list = unanswered(from, span, can.ask);
		this.store.change({ picked: { key, label, place: whole, list } });
		if (!can.ask) return;
		const expected = isPart ? countedAt(key, zoom, span) : countOf(key, from);
		const tool = isPart ? undefined : TOOLS.entries;
		const answer = await this.asker.ask(questionFor(from, whole, tool), expected);
		if (answer && this.store.state.picked?.key === key) {
			this.store.change({ picked: { key, label, place: whole, list: answer } });
		}
	}

	/** The server counts the period of the pictures. */
	readonly count = async (): Promise<void> => await this.counter.count();

	/** To the period around this one, or so many further. */
	zoomOut(levels = 1): void {
		const { zooms } = this.store.state;
		const left = zooms.slice(0, Math.max(1, zooms.length - levels));
		this.asker.next();
		this.store.change({ zooms: left, picked: null, status: left.at(-1)?.label ?? '' });
	}

	clear(): void {
		this.asker.next();
		this.store.change({ picked: null, status: 'The choice is cleared.' });
	}

	/** The entries after those that are shown, below them. */
	async more(): Promise<void> {
		const { list } = this.store;
		const cursor = list?.answer.next;
		if (!list || !cursor) return;
		const next = { ...list.asked, args: { ...list.asked.args, cursor } };
		const more = await this.asker.ask(next, null);
		if (!more) return;
		if (more.answer.status === 'ready') this.store.showList(withMore(list, more));
		else this.store.change({ problem: `Not answered. ${refusalIn(more.answer)}` });
	}

	/** What was asked last, once more. */
	async again(): Promise<void> {
		const { list } = this.store;
		if (list) return this.store.showList(await this.asker.ask(list.asked, null));
		const tool = toolNamed(this.host.tool);
		if (tool === null) return;
		try {
			const isLatest = this.asker.next();
			this.store.start('Asking again.');
			const result = await this.host.callTool(tool, this.args);
			this.store.finish('');
			if (isLatest()) await this.showAnswer(result);
		} catch (error) {
			this.store.finish('');
			this.failed(textOfError(error));
		}
	}

	/** The entries behind counts. */
	async entries(): Promise<void> {
		const { list } = this.store;
		if (list)
			this.store.showList(
				await this.asker.ask(questionFor(list, {}, TOOLS.entries), list.answer.total),
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
		const zoom: Zoom = {
			...{ ...outer, id: ++this.made, span, place, label, list },
			...{ users: pageUsers(list), usersTrouble: null },
		};
		this.store.change({ zooms: [...zooms, zoom], picked: null, status: label });
		if (!can.ask) return;
		const answer = await this.asker.ask(questionFor(outer.list, place), countedIn(outer, span));
		const users = answer && pageUsers(answer);
		if (answer) this.store.changeZoom(zoom.id, { list: answer, ...(users && { users }) });
		if (this.store.zoom?.id !== zoom.id) return;
		const isFiner = outer.counts?.finest === 'day' && span.to - span.from <= MAX_DAYS * 24;
		if (isFiner) await this.counter.count();
		else if (!users?.isWhole) await this.counter.countUsers(zoom);
	}
}
