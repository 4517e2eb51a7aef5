import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `node server.js <file>`: serves one file on the loopback and prints its address. */
const [path = ''] = process.argv.slice(2);
const server = createServer((_, answer) => {
	answer.writeHead(200, {
		'content-type': 'application/zip',
		'content-length': statSync(path).size,
	});
	createReadStream(path).pipe(answer);
});
server.listen(0, '127.0.0.1', () => {
	const { port } = server.address() as AddressInfo;
	process.stdout.write(`http://127.0.0.1:${port}/AuditLog_001.zip\n`);
});
