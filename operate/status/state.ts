/** What was deployed, as the stacks' states have it: what AWS says is held against it. */
import { type DeployedStack, readDeployedStack } from "../deployedStack";
import { projectFolder } from "../projectFolder";
import { askPulumi } from "../pulumi";

/** A resource as the program asked for it. */
export interface DeployedResource {
    /** Pulumi's, as in aws:s3/bucketPolicy:BucketPolicy. */
    readonly type: string;
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly outputs: Readonly<Record<string, unknown>>;
}

/** A stack, and what is in its state of what has to be as it was deployed. */
export interface StackInState extends DeployedStack {
    readonly resources: readonly DeployedResource[];
}

/** The types of resources that are held against AWS; the state of a members stack may have thousands of others. */
export const TYPES = {
    trail: "aws:cloudtrail/trail:Trail",
    bucketPolicy: "aws:s3/bucketPolicy:BucketPolicy",
    objectLock: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    key: "aws:kms/key:Key",
    busPolicy: "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
    rule: "aws:cloudwatch/eventRule:EventRule",
    alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
    topic: "aws:sns/topic:Topic",
} as const;

interface State {
    readonly deployment?: {
        readonly resources?: readonly {
            readonly type: string;
            readonly delete?: boolean;
            readonly inputs?: Readonly<Record<string, unknown>>;
            readonly outputs?: Readonly<Record<string, unknown>>;
        }[];
    };
}

/**
 * Reads a stack with its state.
 * @throws as readDeployedStack does
 */
export async function readStackInState(name: string, folder = projectFolder()): Promise<StackInState> {
    const stack = await readDeployedStack(name, folder);
    // What members stacks make is told by their outputs; only without an organization they have trails.
    const needed =
        stack.settings.role !== "members" || "accounts" in stack.settings.membership
            ? resourcesIn(await askPulumi(folder, "stack", "export", "--stack", name))
            : [];
    return { ...stack, resources: needed };
}

/** What of a state is held against AWS. */
export function resourcesIn(state: string): readonly DeployedResource[] {
    const wanted: readonly string[] = Object.values(TYPES);
    return ((JSON.parse(state) as State).deployment?.resources ?? [])
        .filter((resource) => wanted.includes(resource.type) && resource.delete !== true)
        .map(({ type, inputs = {}, outputs = {} }) => ({ type, inputs, outputs }));
}

/** The resource of a type that has a value in what was asked for, or in what came of it. */
export const deployedResource = (
    stacks: readonly Pick<StackInState, "resources">[],
    type: string,
    key: string,
    value: unknown,
): DeployedResource | undefined =>
    stacks
        .flatMap(({ resources }) => resources)
        .find(
            (resource) =>
                resource.type === type && (resource.inputs[key] === value || resource.outputs[key] === value),
        );
