import { createServer, type Server } from 'node:https';

/** For servers of the tests alone: nothing trusts it. */
const KEY = `
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgia7/mgr2fIkpdMUm
MrsiutdbZaP36Dzblxqyj83TVGKhRANCAAR1vADgi5ppvfDFCqksFb6eVJJOLVJ/
x2pJQV95nZzaB4pPjAB04VXo1zjV0KrnLHdQdrs0HpKqEfLq2hl8Q9R1
-----END PRIVATE KEY-----
`;

const CERTIFICATE = `
-----BEGIN CERTIFICATE-----
MIIBmDCCAT2gAwIBAgIUaLM55RGgJnkSWrEa5Z4N2mblA6QwCgYIKoZIzj0EAwIw
IDEeMBwGA1UEAwwVQSBzZXJ2ZXIgb2YgdGhlIHRlc3RzMCAXDTI2MTEyODA5MDkz
MVoYDzIxMjYxMTA0MDkwOTMxWjAgMR4wHAYDVQQDDBVBIHNlcnZlciBvZiB0aGUg
dGVzdHMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR1vADgi5ppvfDFCqksFb6e
VJJOLVJ/x2pJQV95nZzaB4pPjAB04VXo1zjV0KrnLHdQdrs0HpKqEfLq2hl8Q9R1
o1MwUTAdBgNVHQ4EFgQUimTeIvbvXHHCeGJocjP3UcovxpwwHwYDVR0jBBgwFoAU
imTeIvbvXHHCeGJocjP3UcovxpwwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQD
AgNJADBGAiEAuv3gmfApUbtrCyL9pBR+VPQQdSAlI1IA36KnRbEjBnYCIQCUpVKH
/h7oS1rlZI9edt5B583G6exJT+ofudW9jD5L3Q==
-----END CERTIFICATE-----
`;

/** A server that answers over TLS. */
export function tlsServer(answer: Parameters<typeof createServer>[1]): Server {
	return createServer({ key: KEY, cert: CERTIFICATE }, answer);
}
