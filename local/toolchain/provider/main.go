// pulumi-resource-aws is the AWS provider for machines that cannot download the official plugin:
// HashiCorp's AWS provider behind Pulumi's Terraform bridge, as the official plugin is, but without
// the documentation, the schema, and the property overrides of services that this project does not use.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/hashicorp/terraform-provider-aws/xpprovider"
	pfbridge "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	sdkv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/x/muxer"
	"github.com/pulumi/pulumi-terraform-bridge/v3/unstable/metadata"
	pulumitokens "github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

// version is set when the plugin is built, to the version of the @pulumi/aws it stands behind.
var version = "0.0.0-unset"

// modules maps what follows `aws_` in a Terraform type to the module of @pulumi/aws that holds it.
var modules = map[string]string{
	"accessanalyzer_": "accessanalyzer",
	"account_":        "account",
	"athena_":         "athena",
	"cloudformation_": "cloudformation",
	"cloudtrail_":     "cloudtrail",
	"cloudwatch_":     "cloudwatch",
	"ec2_":            "ec2",
	"glue_":           "glue",
	"guardduty_":      "guardduty",
	"iam_":            "iam",
	"kinesis_":        "kinesis",
	"kms_":            "kms",
	"lambda_":         "lambda",
	"macie2_":         "macie2",
	"organizations_":  "organizations",
	"s3_":             "s3",
	"s3control_":      "s3control",
	"scheduler_":      "scheduler",
	"securityhub_":    "securityhub",
	"sfn_":            "sfn",
	"sns_":            "sns",
	"sqs_":            "sqs",
}

// Types and data sources that @pulumi/aws names otherwise than by rule.
var (
	resourceTokens = map[string]string{
		"aws_cloudtrail":                       "aws:cloudtrail/trail:Trail",
		"aws_iam_openid_connect_provider":      "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
		"aws_s3_object":                        "aws:s3/bucketObjectv2:BucketObjectv2",
		"aws_sns_topic_data_protection_policy": "aws:sns/dataProtectionPolicy:DataProtectionPolicy",
		"aws_sqs_queue_redrive_allow_policy":   "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
		"aws_sqs_queue_redrive_policy":         "aws:sqs/redrivePolicy:RedrivePolicy",
	}
	dataSourceTokens = map[string]string{
		"aws_caller_identity": "aws:index/getCallerIdentity:getCallerIdentity",
		"aws_partition":       "aws:index/getPartition:getPartition",
		"aws_region":          "aws:index/getRegion:getRegion",
		"aws_regions":         "aws:index/getRegions:getRegions",
	}
)

func main() {
	ctx := context.Background()
	framework, sdk, err := xpprovider.GetProvider(ctx)
	if err != nil {
		fatal(err)
	}
	sdk.ResourcesMap["aws_organizations_aws_service_access"] = serviceAccess()
	info := tfbridge.ProviderInfo{
		P:            pfbridge.MuxShimWithDisjointgPF(ctx, sdkv2.NewProvider(sdk), framework),
		Name:         "aws",
		Version:      version,
		MetadataInfo: tfbridge.NewProviderMetadata([]byte("{}")),
		Resources: map[string]*tfbridge.ResourceInfo{
			"aws_cloudwatch_log_subscription_filter": {
				Tok:    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
				Fields: map[string]*tfbridge.SchemaInfo{"log_group_name": {Name: "logGroup"}},
			},
			"aws_cloudwatch_metric_alarm": {
				Tok:    "aws:cloudwatch/metricAlarm:MetricAlarm",
				Fields: map[string]*tfbridge.SchemaInfo{"alarm_name": {Name: "name"}},
			},
			"aws_lambda_permission": {
				Tok:    "aws:lambda/permission:Permission",
				Fields: map[string]*tfbridge.SchemaInfo{"function_name": {Name: "function"}},
			},
			"aws_sns_topic_subscription": {
				Tok:    "aws:sns/topicSubscription:TopicSubscription",
				Fields: map[string]*tfbridge.SchemaInfo{"topic_arn": {Name: "topic"}},
			},
		},
		DataSources: map[string]*tfbridge.DataSourceInfo{},
	}
	for name, token := range resourceTokens {
		info.Resources[name] = &tfbridge.ResourceInfo{Tok: pulumitokens.Type(token)}
	}
	for name, token := range dataSourceTokens {
		info.DataSources[name] = &tfbridge.DataSourceInfo{Tok: pulumitokens.ModuleMember(token)}
	}
	info.IgnoreMappings = unnamed(&info)

	strategy := tokens.MappedModules("aws_", "", modules, tokens.MakeStandard("aws"))
	if err := info.ComputeTokens(strategy); err != nil {
		fatal(err)
	}
	if err := dispatchTo(&info); err != nil {
		fatal(err)
	}
	pfbridge.MainWithMuxer(ctx, "aws", info, []byte(`{"name":"aws"}`))
}

// unnamed lists the types and data sources that neither a module's prefix nor a table entry names.
func unnamed(info *tfbridge.ProviderInfo) []string {
	var names []string
	byModule := func(name string) bool {
		for prefix := range modules {
			if strings.HasPrefix(name, "aws_"+prefix) {
				return true
			}
		}
		return false
	}
	info.P.ResourcesMap().Range(func(name string, _ shim.Resource) bool {
		if info.Resources[name] == nil && !byModule(name) {
			names = append(names, name)
		}
		return true
	})
	info.P.DataSourcesMap().Range(func(name string, _ shim.Resource) bool {
		if info.DataSources[name] == nil && !byModule(name) {
			names = append(names, name)
		}
		return true
	})
	return names
}

// dispatchTo records which of the two halves of the provider serves each token.
func dispatchTo(info *tfbridge.ProviderInfo) error {
	resolver, ok := info.P.(interface {
		ResolveDispatch(*tfbridge.ProviderInfo) (muxer.DispatchTable, error)
	})
	if !ok {
		return fmt.Errorf("the bridge's muxed provider cannot tell which half serves what")
	}
	table, err := resolver.ResolveDispatch(info)
	if err != nil {
		return err
	}
	return metadata.Set(info.GetMetadata(), "mux", table)
}

func fatal(err error) {
	fmt.Fprintln(os.Stderr, "pulumi-resource-aws:", err)
	os.Exit(1)
}
