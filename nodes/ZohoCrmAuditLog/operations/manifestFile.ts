import type { IBinaryData, IDataObject } from 'n8n-workflow';

import type { Reading } from '../../../shared/reading/reading';
import type { Output, OperationCall } from './operation';

const NO_FILES =
	'There is no manifest, because the endpoint returns no files. Choose Export as the source.';

/** The manifest of the reading as a file, if it was requested. */
export async function manifestFile(
	{ context, people, hint }: OperationCall,
	isRequested: boolean,
	reading: Reading,
): Promise<Record<string, IBinaryData>> {
	if (!isRequested) return {};
	if (!reading.manifest) {
		hint(NO_FILES);
		return {};
	}
	const manifest: unknown = await reading.manifest();
	const text = `${JSON.stringify(people ? people.json(manifest) : manifest, null, '\t')}\n`;
	const file = Buffer.from(text);
	return {
		manifest: await context.helpers.prepareBinaryData(file, 'manifest.json', 'application/json'),
	};
}

/** The same items, with files on the first one; without any item, the files get one of their own. */
export async function* withFiles(
	files: Record<string, IBinaryData>,
	batches: AsyncIterable<readonly Output[]>,
	jsonWithoutItems: IDataObject = {},
): AsyncGenerator<readonly Output[]> {
	let isDone = Object.keys(files).length === 0;
	for await (const batch of batches) {
		const [first, ...others] = batch;
		if (isDone || !first) {
			yield batch;
			continue;
		}
		isDone = true;
		yield [{ ...first, binary: { ...first.binary, ...files } }, ...others];
	}
	if (!isDone) yield [{ json: jsonWithoutItems, binary: files }];
}
