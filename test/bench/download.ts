import { get } from 'node:http';
import { collect } from '../../shared/http/body';
import type { Progress } from './contender';

/** The same download for all that do not bring their own. */
export async function download(url: string, progress: Progress): Promise<Uint8Array> {
	const body = await new Promise<Uint8Array>((resolve, reject) => {
		get(url, (answer) => {
			collect(answer, 1024 * 1024 * 1024).then(resolve, reject);
		}).on('error', reject);
	});
	progress.downloaded();
	return body;
}
