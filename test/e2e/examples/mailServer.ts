import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A mail server that accepts everything and delivers nothing. */
export interface MailServer {
	readonly port: number;
	/** The messages received since the last call, as they were sent. */
	takeMessages(): string[];
	/** Whether one of them has this in it, without taking it. */
	received(words: string): boolean;
	close(): Promise<void>;
}

export async function openMailServer(): Promise<MailServer> {
	const messages: string[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
		socket.write('220 loopback\r\n');
		let [buffer, message]: [string, string | undefined] = ['', undefined];
		socket.on('data', (chunk) => {
			buffer += chunk.toString();
			for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
				const line = buffer.slice(0, end);
				buffer = buffer.slice(end + 2);
				if (message !== undefined && line !== '.') {
					message += `${line}\n`;
				} else if (message !== undefined) {
					messages.push(message);
					message = undefined;
					socket.write('250 accepted\r\n');
				} else if (/^DATA/i.test(line)) {
					message = '';
					socket.write('354 go on\r\n');
				} else {
					socket.write(/^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n');
				}
			}
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		takeMessages: () => messages.splice(0),
		received: (words) => messages.some((message) => message.includes(words)),
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				for (const socket of sockets) socket.destroy();
			}),
	};
}
