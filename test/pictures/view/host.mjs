// A host of MCP Apps for a browser, made of the bridge of ext-apps: it shows the view in a frame without rights, as the
// specification asks of hosts. The test calls what is put on the window here, and provides callTool and said.
import { AppBridge, PostMessageTransport } from '@modelcontextprotocol/ext-apps/app-bridge';

let bridge;

window.showView = async (html, { theme, mayAsk }) => {
	const frame = document.createElement('iframe');
	frame.setAttribute('sandbox', 'allow-scripts');
	frame.title = 'View';
	frame.srcdoc = html;
	document.body.append(frame);
	const target = frame.contentWindow;
	const capabilities = mayAsk ? { serverTools: {}, message: { text: {} } } : {};
	const hostContext = { ...(theme && { theme }), displayMode: 'inline' };
	bridge = new AppBridge(null, { name: 'pictures', version: '1' }, capabilities, { hostContext });
	bridge.onsizechange = ({ height }) => {
		if (height !== undefined) frame.style.height = `${height}px`;
	};
	bridge.oncalltool = async ({ name, arguments: args }) => await window.callTool(name, args);
	bridge.onmessage = async ({ content }) => {
		await window.said(JSON.stringify(content));
		return {};
	};
	const ready = new Promise((resolve) => {
		bridge.oninitialized = () => resolve();
	});
	await bridge.connect(new PostMessageTransport(target, target));
	await ready;
};

window.answered = async (args, result) => {
	await bridge.sendToolInput({ arguments: args });
	await bridge.sendToolResult(result);
};

window.changeTheme = async (theme) => await bridge.sendHostContextChange({ theme });

window.tearDown = async () => await bridge.teardownResource({});
