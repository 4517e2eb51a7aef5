import { emulator } from './emulator';

/** The command `emulator` of the server, from the sources; its parseArgs reads the arguments. */
void emulator(process.argv.slice(2)).then((code) => process.exit(code));
