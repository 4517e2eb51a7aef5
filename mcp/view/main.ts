import { pageOf } from './screen/lists';
import { Host } from './host/host';
import { Refusal } from './host/rpc';
import { Screen } from './screen/screen';
import { enforcePolicy } from './screen/policy';
import { applyTheme } from './screen/theme';
import { Store } from './store';
import { View } from './view';

/** Put in by the build. */
declare const VERSION: string;
/** Pixels. */
const STEP = 8;

enforcePolicy(document);

const host: Host = new Host(
	{
		post: (message) => window.parent.postMessage(message, '*'),
		listen(heard) {
			const listener = ({ source, data }: MessageEvent): void => {
				// No other window is listened to, such as a page that has put this one into a frame of its own.
				if (source === window.parent) heard(data);
			};
			window.addEventListener('message', listener);
			return () => window.removeEventListener('message', listener);
		},
	},
	{
		input: (args) => view.input(args),
		result: (result) => void view.result(result),
		cancelled: () => view.failed('The call of the tool was cancelled.'),
		context: (context) => applyTheme(document.documentElement, context),
		teardown() {
			sizes?.disconnect();
			screen.close();
			view.closed();
		},
	},
);

const acts: Readonly<Record<string, () => unknown>> = {
	out: () => (store.state.picked ? view.clear() : view.zoomOut()),
	whole: () => view.zoomOut(Infinity),
	clear: () => view.clear(),
	count: () => view.count(),
	more: () => view.more(),
	again: () => view.again(),
	entries: () => view.entries(),
	say: () => view.say(),
};

const screen = new Screen({
	pick: (key) => void view.pick(key),
	act(name) {
		const [, index] = /^open:(\d+)$/.exec(name) ?? [];
		if (index === undefined) acts[name]?.();
		else open(Number(index));
	},
	isChoosable: (item) => view.isChoosable(item),
});

const store: Store = new Store((state) => screen.show(state));
const view = new View(host, store);

/** A page of Zoho's, by the host: a frame without rights opens nothing. */
function open(index: number): void {
	const url = pageOf(store.list?.answer.items[index] ?? {});
	if (url !== null) host.open(url).catch((error: unknown) => refused(error));
}

function refused(error: unknown): void {
	view.failed(error instanceof Refusal ? error.message : 'The page has a fault.');
}

/** What is drawn fits the frame, and the host makes the frame as high as what is in it. */
const sizes =
	typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(() => measured());
let lastHeight = 0;
let isConnected = false;

function measured(): void {
	const root = document.documentElement;
	// In steps, because a scroll bar comes and goes with what is drawn.
	const width = root.clientWidth - (root.clientWidth % STEP);
	if (width > 0 && width !== store.state.width) store.change({ width });
	const height = Math.ceil(root.getBoundingClientRect().height);
	if (isConnected && height !== lastHeight) host.resize((lastHeight = height));
}

sizes?.observe(document.documentElement);
host.connect(VERSION).then(() => {
	isConnected = true;
	view.connected();
	measured();
}, refused);
