package main

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/hashicorp/terraform-provider-aws/xpprovider"
)

// serviceAccess stands in for HashiCorp's aws_organizations_aws_service_access until the fork that main.go
// builds on is as new as that: one AWS service's access to the organization, by the service's principal.
func serviceAccess() *schema.Resource {
	return &schema.Resource{
		CreateWithoutTimeout: enableServiceAccess,
		ReadWithoutTimeout:   readServiceAccess,
		DeleteWithoutTimeout: disableServiceAccess,
		Importer:             &schema.ResourceImporter{StateContext: schema.ImportStatePassthroughContext},
		Schema: map[string]*schema.Schema{
			"service_principal": {Type: schema.TypeString, Required: true, ForceNew: true},
			"date_enabled":      {Type: schema.TypeString, Computed: true},
		},
	}
}

func enableServiceAccess(ctx context.Context, data *schema.ResourceData, meta any) diag.Diagnostics {
	principal := data.Get("service_principal").(string)
	_, err := organizationsClient(ctx, meta).EnableAWSServiceAccess(ctx, &organizations.EnableAWSServiceAccessInput{
		ServicePrincipal: aws.String(principal),
	})
	if err != nil {
		return diag.Errorf("enabling %s's access to the organization: %s", principal, err)
	}
	data.SetId(principal)
	return readServiceAccess(ctx, data, meta)
}

func readServiceAccess(ctx context.Context, data *schema.ResourceData, meta any) diag.Diagnostics {
	pages := organizations.NewListAWSServiceAccessForOrganizationPaginator(
		organizationsClient(ctx, meta), &organizations.ListAWSServiceAccessForOrganizationInput{},
	)
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return diag.Errorf("reading which services have access to the organization: %s", err)
		}
		for _, enabled := range page.EnabledServicePrincipals {
			if aws.ToString(enabled.ServicePrincipal) != data.Id() {
				continue
			}
			if err := data.Set("service_principal", data.Id()); err != nil {
				return diag.FromErr(err)
			}
			return diag.FromErr(data.Set("date_enabled", aws.ToTime(enabled.DateEnabled).Format(time.RFC3339)))
		}
	}
	// Not enabled (any more): an empty id is how a resource tells that it is gone.
	data.SetId("")
	return nil
}

func disableServiceAccess(ctx context.Context, data *schema.ResourceData, meta any) diag.Diagnostics {
	_, err := organizationsClient(ctx, meta).DisableAWSServiceAccess(ctx, &organizations.DisableAWSServiceAccessInput{
		ServicePrincipal: aws.String(data.Id()),
	})
	if err != nil {
		return diag.Errorf("disabling %s's access to the organization: %s", data.Id(), err)
	}
	return nil
}

func organizationsClient(ctx context.Context, meta any) *organizations.Client {
	return meta.(*xpprovider.AWSClient).OrganizationsClient(ctx)
}
