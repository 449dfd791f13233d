import type { KeyObject } from "node:crypto";
import { type ArchiveReader, persist } from "./archiveReader";
import { publicKey } from "./digest";

/** A public key, ready to verify. */
export interface PublicKey {
    readonly fingerprint: string;
    /** Undefined where it is in no format that is known here. */
    readonly key: KeyObject | undefined;
    readonly validFrom: Date;
    readonly validTo: Date;
}

const DAY = 24 * 60 * 60 * 1000;

/** The public keys of each region, each asked for once: digests of a region are signed by keys of that region alone. */
export class PublicKeys {
    private readonly lists = new Map<string, Promise<ReadonlyMap<string, PublicKey>>>();

    constructor(
        private readonly reader: ArchiveReader,
        private readonly from: number,
        private readonly to: number,
        private readonly pause?: (milliseconds: number) => Promise<unknown>,
    ) {}

    /**
     * @param signedAt when a digest was signed that is signed later than the time it is of
     * @throws Error if CloudTrail does not tell
     */
    async find(region: string, fingerprint: string, signedAt?: number): Promise<PublicKey | undefined> {
        const found = (await this.list(region, this.from, this.to)).get(fingerprint);
        if (found !== undefined || signedAt === undefined) {
            return found;
        }
        const day = Math.floor(signedAt / DAY) * DAY;
        return (await this.list(region, day - DAY, day + 2 * DAY)).get(fingerprint);
    }

    private list(region: string, from: number, to: number): Promise<ReadonlyMap<string, PublicKey>> {
        const id = `${region} ${from} ${to}`;
        const asked = this.lists.get(id) ?? this.ask(region, from, to);
        this.lists.set(id, asked);
        return asked;
    }

    private async ask(region: string, from: number, to: number): Promise<ReadonlyMap<string, PublicKey>> {
        const listed = await persist(
            () => this.reader.publicKeys(region, new Date(from), new Date(to)),
            this.pause,
        );
        return new Map(
            listed.map(({ fingerprint, value, validFrom, validTo }) => [
                fingerprint,
                { fingerprint, key: usable(value), validFrom, validTo },
            ]),
        );
    }
}

function usable(der: Uint8Array): KeyObject | undefined {
    try {
        return publicKey(der);
    } catch {
        return undefined;
    }
}
