// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  CreateSecurityGroup: [CreateSecurityGroupRequest, CreateSecurityGroupResult];
  CreateSubnet: [CreateSubnetRequest, CreateSubnetResult];
  CreateTags: [CreateTagsRequest, void];
  CreateVpc: [CreateVpcRequest, CreateVpcResult];
  CreateVpcEndpoint: [CreateVpcEndpointRequest, CreateVpcEndpointResult];
  DeleteSecurityGroup: [DeleteSecurityGroupRequest, DeleteSecurityGroupResult];
  DeleteSubnet: [DeleteSubnetRequest, void];
  DeleteVpc: [DeleteVpcRequest, void];
  DeleteVpcEndpoints: [DeleteVpcEndpointsRequest, DeleteVpcEndpointsResult];
  DescribeNetworkInterfaces: [DescribeNetworkInterfacesRequest, DescribeNetworkInterfacesResult];
  DescribeRouteTables: [DescribeRouteTablesRequest, DescribeRouteTablesResult];
  DescribeSecurityGroups: [DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult];
  DescribeSubnets: [DescribeSubnetsRequest, DescribeSubnetsResult];
  DescribeVpcEndpoints: [DescribeVpcEndpointsRequest, DescribeVpcEndpointsResult];
  DescribeVpcs: [DescribeVpcsRequest, DescribeVpcsResult];
}

export interface AttachmentEnaSrdSpecification { readonly EnaSrdEnabled?: boolean; readonly EnaSrdUdpSpecification?: AttachmentEnaSrdUdpSpecification }
export interface AttachmentEnaSrdUdpSpecification { readonly EnaSrdUdpEnabled?: boolean }
export type AttachmentStatus = 'attaching' | 'attached' | 'detaching' | 'detached';
export type BlockPublicAccessMode = 'off' | 'block-bidirectional' | 'block-ingress';
export interface BlockPublicAccessStates { readonly InternetGatewayBlockMode?: BlockPublicAccessMode }
export interface ConnectionTrackingConfiguration { readonly TcpEstablishedTimeout?: number; readonly UdpStreamTimeout?: number; readonly UdpTimeout?: number }
export interface CreateSecurityGroupRequest { readonly Description: string; readonly GroupName: string; readonly VpcId?: string; readonly TagSpecifications?: readonly TagSpecification[]; readonly DryRun?: boolean }
export interface CreateSecurityGroupResult { readonly GroupId?: string; readonly Tags?: readonly Tag[]; readonly SecurityGroupArn?: string }
export interface CreateSubnetRequest { readonly TagSpecifications?: readonly TagSpecification[]; readonly AvailabilityZone?: string; readonly AvailabilityZoneId?: string; readonly CidrBlock?: string; readonly Ipv6CidrBlock?: string; readonly OutpostArn?: string; readonly VpcId: string; readonly Ipv6Native?: boolean; readonly Ipv4IpamPoolId?: string; readonly Ipv4NetmaskLength?: number; readonly Ipv6IpamPoolId?: string; readonly Ipv6NetmaskLength?: number; readonly DryRun?: boolean }
export interface CreateSubnetResult { readonly Subnet?: Subnet }
export interface CreateTagsRequest { readonly DryRun?: boolean; readonly Resources: readonly string[]; readonly Tags: readonly Tag[] }
export interface CreateVpcEndpointRequest { readonly DryRun?: boolean; readonly VpcEndpointType?: VpcEndpointType; readonly VpcId: string; readonly ServiceName?: string; readonly PolicyDocument?: string; readonly RouteTableIds?: readonly string[]; readonly SubnetIds?: readonly string[]; readonly SecurityGroupIds?: readonly string[]; readonly IpAddressType?: IpAddressType; readonly DnsOptions?: DnsOptionsSpecification; readonly ClientToken?: string; readonly PrivateDnsEnabled?: boolean; readonly TagSpecifications?: readonly TagSpecification[]; readonly SubnetConfigurations?: readonly SubnetConfiguration[]; readonly ServiceNetworkArn?: string; readonly ResourceConfigurationArn?: string; readonly ServiceRegion?: string }
export interface CreateVpcEndpointResult { readonly VpcEndpoint?: VpcEndpoint; readonly ClientToken?: string }
export interface CreateVpcRequest { readonly CidrBlock?: string; readonly Ipv6Pool?: string; readonly Ipv6CidrBlock?: string; readonly Ipv4IpamPoolId?: string; readonly Ipv4NetmaskLength?: number; readonly Ipv6IpamPoolId?: string; readonly Ipv6NetmaskLength?: number; readonly Ipv6CidrBlockNetworkBorderGroup?: string; readonly VpcEncryptionControl?: VpcEncryptionControlConfiguration; readonly TagSpecifications?: readonly TagSpecification[]; readonly DryRun?: boolean; readonly InstanceTenancy?: Tenancy; readonly AmazonProvidedIpv6CidrBlock?: boolean }
export interface CreateVpcResult { readonly Vpc?: Vpc }
export interface DeleteSecurityGroupRequest { readonly GroupId?: string; readonly GroupName?: string; readonly DryRun?: boolean }
export interface DeleteSecurityGroupResult { readonly Return?: boolean; readonly GroupId?: string }
export interface DeleteSubnetRequest { readonly SubnetId: string; readonly DryRun?: boolean }
export interface DeleteVpcEndpointsRequest { readonly DryRun?: boolean; readonly VpcEndpointIds: readonly string[] }
export interface DeleteVpcEndpointsResult { readonly Unsuccessful?: readonly UnsuccessfulItem[] }
export interface DeleteVpcRequest { readonly VpcId: string; readonly DryRun?: boolean }
export interface DescribeNetworkInterfacesRequest { readonly NextToken?: string; readonly MaxResults?: number; readonly IncludeManagedResources?: boolean; readonly DryRun?: boolean; readonly NetworkInterfaceIds?: readonly string[]; readonly Filters?: readonly Filter[] }
export interface DescribeNetworkInterfacesResult { readonly NetworkInterfaces?: readonly NetworkInterface[]; readonly NextToken?: string }
export interface DescribeRouteTablesRequest { readonly NextToken?: string; readonly MaxResults?: number; readonly DryRun?: boolean; readonly RouteTableIds?: readonly string[]; readonly Filters?: readonly Filter[] }
export interface DescribeRouteTablesResult { readonly RouteTables?: readonly RouteTable[]; readonly NextToken?: string }
export interface DescribeSecurityGroupsRequest { readonly GroupIds?: readonly string[]; readonly GroupNames?: readonly string[]; readonly NextToken?: string; readonly MaxResults?: number; readonly DryRun?: boolean; readonly Filters?: readonly Filter[] }
export interface DescribeSecurityGroupsResult { readonly NextToken?: string; readonly SecurityGroups?: readonly SecurityGroup[] }
export interface DescribeSubnetsRequest { readonly Filters?: readonly Filter[]; readonly SubnetIds?: readonly string[]; readonly NextToken?: string; readonly MaxResults?: number; readonly DryRun?: boolean }
export interface DescribeSubnetsResult { readonly NextToken?: string; readonly Subnets?: readonly Subnet[] }
export interface DescribeVpcEndpointsRequest { readonly DryRun?: boolean; readonly VpcEndpointIds?: readonly string[]; readonly Filters?: readonly Filter[]; readonly MaxResults?: number; readonly NextToken?: string }
export interface DescribeVpcEndpointsResult { readonly VpcEndpoints?: readonly VpcEndpoint[]; readonly NextToken?: string }
export interface DescribeVpcsRequest { readonly Filters?: readonly Filter[]; readonly VpcIds?: readonly string[]; readonly NextToken?: string; readonly MaxResults?: number; readonly DryRun?: boolean }
export interface DescribeVpcsResult { readonly NextToken?: string; readonly Vpcs?: readonly Vpc[] }
export interface DnsEntry { readonly DnsName?: string; readonly HostedZoneId?: string }
export interface DnsOptions { readonly DnsRecordIpType?: DnsRecordIpType; readonly PrivateDnsOnlyForInboundResolverEndpoint?: boolean; readonly PrivateDnsPreference?: string; readonly PrivateDnsSpecifiedDomains?: readonly string[] }
export interface DnsOptionsSpecification { readonly DnsRecordIpType?: DnsRecordIpType; readonly PrivateDnsOnlyForInboundResolverEndpoint?: boolean; readonly PrivateDnsPreference?: string; readonly PrivateDnsSpecifiedDomains?: readonly string[] }
export type DnsRecordIpType = 'ipv4' | 'dualstack' | 'ipv6' | 'service-defined';
export interface Filter { readonly Name?: string; readonly Values?: readonly string[] }
export type FirewallMode = 'monitor' | 'enforce';
export type FirewallOnboardingStatus = 'pending' | 'active' | 'disabling';
export interface GroupIdentifier { readonly GroupId?: string; readonly GroupName?: string }
export type HostnameType = 'ip-name' | 'resource-name';
export interface IgwFirewall { readonly FirewallArn?: string; readonly Status?: FirewallOnboardingStatus }
export type IpAddressType = 'ipv4' | 'dualstack' | 'ipv6';
export interface IpPermission { readonly IpProtocol?: string; readonly FromPort?: number; readonly ToPort?: number; readonly UserIdGroupPairs?: readonly UserIdGroupPair[]; readonly IpRanges?: readonly IpRange[]; readonly Ipv6Ranges?: readonly Ipv6Range[]; readonly PrefixListIds?: readonly PrefixListId[] }
export interface IpRange { readonly Description?: string; readonly CidrIp?: string }
export type IpSource = 'amazon' | 'byoip' | 'none';
export interface Ipv4PrefixSpecification { readonly Ipv4Prefix?: string }
export type Ipv6AddressAttribute = 'public' | 'private';
export interface Ipv6PrefixSpecification { readonly Ipv6Prefix?: string }
export interface Ipv6Range { readonly Description?: string; readonly CidrIpv6?: string }
export interface LastError { readonly Message?: string; readonly Code?: string }
export interface NetworkFirewallAssociation { readonly FirewallArn?: string; readonly FirewallOnboardingStatus?: FirewallOnboardingStatus; readonly FirewallMode?: FirewallMode }
export type NetworkFirewallConnectivityType = 'flexible' | 'outbound-only' | 'bidirectional' | 'exclude' | 'az-unsupported';
export interface NetworkInterface { readonly Association?: NetworkInterfaceAssociation; readonly Attachment?: NetworkInterfaceAttachment; readonly AvailabilityZone?: string; readonly ConnectionTrackingConfiguration?: ConnectionTrackingConfiguration; readonly Description?: string; readonly Groups?: readonly GroupIdentifier[]; readonly InterfaceType?: NetworkInterfaceType; readonly Ipv6Addresses?: readonly NetworkInterfaceIpv6Address[]; readonly MacAddress?: string; readonly NetworkInterfaceId?: string; readonly OutpostArn?: string; readonly OwnerId?: string; readonly PrivateDnsName?: string; readonly PublicDnsName?: string; readonly PublicIpDnsNameOptions?: PublicIpDnsNameOptions; readonly PrivateIpAddress?: string; readonly PrivateIpAddresses?: readonly NetworkInterfacePrivateIpAddress[]; readonly Ipv4Prefixes?: readonly Ipv4PrefixSpecification[]; readonly Ipv6Prefixes?: readonly Ipv6PrefixSpecification[]; readonly RequesterId?: string; readonly RequesterManaged?: boolean; readonly SourceDestCheck?: boolean; readonly Status?: NetworkInterfaceStatus; readonly SubnetId?: string; readonly TagSet?: readonly Tag[]; readonly VpcId?: string; readonly DenyAllIgwTraffic?: boolean; readonly Ipv6Native?: boolean; readonly Ipv6Address?: string; readonly Operator?: OperatorResponse; readonly AssociatedSubnets?: readonly string[]; readonly AvailabilityZoneId?: string }
export interface NetworkInterfaceAssociation { readonly AllocationId?: string; readonly AssociationId?: string; readonly IpOwnerId?: string; readonly PublicDnsName?: string; readonly PublicIp?: string; readonly CustomerOwnedIp?: string; readonly CarrierIp?: string }
export interface NetworkInterfaceAttachment { readonly AttachTime?: Date; readonly AttachmentId?: string; readonly DeleteOnTermination?: boolean; readonly DeviceIndex?: number; readonly NetworkCardIndex?: number; readonly InstanceId?: string; readonly InstanceOwnerId?: string; readonly Status?: AttachmentStatus; readonly EnaSrdSpecification?: AttachmentEnaSrdSpecification; readonly EnaQueueCount?: number }
export interface NetworkInterfaceIpv6Address { readonly Ipv6Address?: string; readonly PublicIpv6DnsName?: string; readonly IsPrimaryIpv6?: boolean }
export interface NetworkInterfacePrivateIpAddress { readonly Association?: NetworkInterfaceAssociation; readonly Primary?: boolean; readonly PrivateDnsName?: string; readonly PrivateIpAddress?: string }
export type NetworkInterfaceStatus = 'available' | 'associated' | 'attaching' | 'in-use' | 'detaching';
export type NetworkInterfaceType = 'interface' | 'natGateway' | 'efa' | 'efa-only' | 'trunk' | 'load_balancer' | 'network_load_balancer' | 'vpc_endpoint' | 'branch' | 'transit_gateway' | 'lambda' | 'quicksight' | 'global_accelerator_managed' | 'api_gateway_managed' | 'gateway_load_balancer' | 'gateway_load_balancer_endpoint' | 'iot_rules_managed' | 'aws_codestar_connections_managed';
export interface OperatorResponse { readonly Managed?: boolean; readonly Principal?: string; readonly HiddenByDefault?: boolean }
export interface PayerResponsibilityEntry { readonly Scope?: PayerResponsibilityScope; readonly PayerResponsibilityType?: PayerResponsibilityType }
export type PayerResponsibilityScope = 'vpc-endpoint-charges' | 'resource-gateway-charges';
export type PayerResponsibilityType = 'vpc-endpoint-account' | 'resource-gateway-account' | 'vpc-endpoint-service-account';
export interface PrefixListId { readonly Description?: string; readonly PrefixListId?: string }
export interface PrivateDnsNameOptionsOnLaunch { readonly HostnameType?: HostnameType; readonly EnableResourceNameDnsARecord?: boolean; readonly EnableResourceNameDnsAAAARecord?: boolean }
export interface PropagatingVgw { readonly GatewayId?: string }
export interface PublicIpDnsNameOptions { readonly DnsHostnameType?: string; readonly PublicIpv4DnsName?: string; readonly PublicIpv6DnsName?: string; readonly PublicDualStackDnsName?: string }
export type ResourceType = 'capacity-reservation' | 'client-vpn-endpoint' | 'customer-gateway' | 'carrier-gateway' | 'coip-pool' | 'declarative-policies-report' | 'dedicated-host' | 'dhcp-options' | 'egress-only-internet-gateway' | 'elastic-ip' | 'elastic-gpu' | 'export-image-task' | 'export-instance-task' | 'fca-policy' | 'fleet' | 'fpga-image' | 'host-reservation' | 'image' | 'image-usage-report' | 'import-image-task' | 'import-snapshot-task' | 'instance' | 'instance-event-window' | 'internet-gateway' | 'ipam' | 'ipam-pool' | 'ipam-scope' | 'ipv4pool-ec2' | 'ipv6pool-ec2' | 'key-pair' | 'launch-template' | 'local-gateway' | 'local-gateway-route-table' | 'local-gateway-virtual-interface' | 'local-gateway-virtual-interface-group' | 'local-gateway-route-table-vpc-association' | 'local-gateway-route-table-virtual-interface-group-association' | 'natgateway' | 'network-acl' | 'network-interface' | 'network-insights-analysis' | 'network-insights-path' | 'network-insights-access-scope' | 'network-insights-access-scope-analysis' | 'outpost-lag' | 'placement-group' | 'prefix-list' | 'replace-root-volume-task' | 'reserved-instances' | 'route-table' | 'security-group' | 'security-group-rule' | 'service-link-virtual-interface' | 'snapshot' | 'spot-fleet-request' | 'spot-instances-request' | 'subnet' | 'subnet-cidr-reservation' | 'traffic-mirror-filter' | 'traffic-mirror-session' | 'traffic-mirror-target' | 'transit-gateway' | 'transit-gateway-attachment' | 'transit-gateway-connect-peer' | 'transit-gateway-multicast-domain' | 'transit-gateway-policy-table' | 'transit-gateway-metering-policy' | 'transit-gateway-route-table' | 'transit-gateway-route-table-announcement' | 'volume' | 'vpc' | 'vpc-endpoint' | 'vpc-endpoint-connection' | 'vpc-endpoint-service' | 'vpc-endpoint-service-permission' | 'vpc-peering-connection' | 'vpn-connection' | 'vpn-gateway' | 'vpc-flow-log' | 'capacity-reservation-fleet' | 'traffic-mirror-filter-rule' | 'vpc-endpoint-connection-device-type' | 'verified-access-instance' | 'verified-access-group' | 'verified-access-endpoint' | 'verified-access-policy' | 'verified-access-trust-provider' | 'vpn-connection-device-type' | 'vpc-block-public-access-exclusion' | 'vpc-encryption-control' | 'route-server' | 'route-server-endpoint' | 'route-server-peer' | 'ipam-resource-discovery' | 'ipam-resource-discovery-association' | 'instance-connect-endpoint' | 'verified-access-endpoint-target' | 'ipam-external-resource-verification-token' | 'capacity-block' | 'mac-modification-task' | 'ipam-prefix-list-resolver' | 'ipam-policy' | 'ipam-prefix-list-resolver-target' | 'ipam-internet-registry-association' | 'secondary-interface' | 'secondary-network' | 'secondary-subnet' | 'capacity-manager-data-export' | 'vpn-concentrator' | 'ipam-pool-allocation' | 'capacity-reservation-cancellation-quote' | 'application-status-check' | 'capacity-reservation-modification-quote' | 'metric-category';
export interface Route { readonly DestinationCidrBlock?: string; readonly DestinationIpv6CidrBlock?: string; readonly DestinationPrefixListId?: string; readonly EgressOnlyInternetGatewayId?: string; readonly GatewayId?: string; readonly InstanceId?: string; readonly InstanceOwnerId?: string; readonly NatGatewayId?: string; readonly TransitGatewayId?: string; readonly LocalGatewayId?: string; readonly CarrierGatewayId?: string; readonly NetworkInterfaceId?: string; readonly Origin?: RouteOrigin; readonly State?: RouteState; readonly VpcPeeringConnectionId?: string; readonly CoreNetworkArn?: string; readonly OdbNetworkArn?: string; readonly IpAddress?: string; readonly IgwFirewall?: IgwFirewall }
export type RouteOrigin = 'CreateRouteTable' | 'CreateRoute' | 'EnableVgwRoutePropagation' | 'Advertisement';
export type RouteState = 'active' | 'blackhole' | 'filtered';
export interface RouteTable { readonly Associations?: readonly RouteTableAssociation[]; readonly PropagatingVgws?: readonly PropagatingVgw[]; readonly RouteTableId?: string; readonly Routes?: readonly Route[]; readonly Tags?: readonly Tag[]; readonly VpcId?: string; readonly OwnerId?: string }
export interface RouteTableAssociation { readonly Main?: boolean; readonly RouteTableAssociationId?: string; readonly RouteTableId?: string; readonly SubnetId?: string; readonly GatewayId?: string; readonly PublicIpv4Pool?: string; readonly AssociationState?: RouteTableAssociationState }
export interface RouteTableAssociationState { readonly State?: RouteTableAssociationStateCode; readonly StatusMessage?: string }
export type RouteTableAssociationStateCode = 'associating' | 'associated' | 'disassociating' | 'disassociated' | 'failed';
export interface SecurityGroup { readonly GroupId?: string; readonly IpPermissionsEgress?: readonly IpPermission[]; readonly Tags?: readonly Tag[]; readonly VpcId?: string; readonly SecurityGroupArn?: string; readonly OwnerId?: string; readonly GroupName?: string; readonly Description?: string; readonly IpPermissions?: readonly IpPermission[] }
export interface SecurityGroupIdentifier { readonly GroupId?: string; readonly GroupName?: string }
export type State = 'PendingAcceptance' | 'Pending' | 'Available' | 'Deleting' | 'Deleted' | 'Rejected' | 'Failed' | 'Expired' | 'Partial';
export interface Subnet { readonly AvailabilityZoneId?: string; readonly EnableLniAtDeviceIndex?: number; readonly MapCustomerOwnedIpOnLaunch?: boolean; readonly CustomerOwnedIpv4Pool?: string; readonly OwnerId?: string; readonly AssignIpv6AddressOnCreation?: boolean; readonly Ipv6CidrBlockAssociationSet?: readonly SubnetIpv6CidrBlockAssociation[]; readonly Tags?: readonly Tag[]; readonly SubnetArn?: string; readonly OutpostArn?: string; readonly EnableDns64?: boolean; readonly Ipv6Native?: boolean; readonly PrivateDnsNameOptionsOnLaunch?: PrivateDnsNameOptionsOnLaunch; readonly BlockPublicAccessStates?: BlockPublicAccessStates; readonly Type?: string; readonly NetworkFirewallConnectivityType?: NetworkFirewallConnectivityType; readonly SubnetId?: string; readonly State?: SubnetState; readonly VpcId?: string; readonly CidrBlock?: string; readonly AvailableIpAddressCount?: number; readonly AvailabilityZone?: string; readonly DefaultForAz?: boolean; readonly MapPublicIpOnLaunch?: boolean }
export interface SubnetCidrBlockState { readonly State?: SubnetCidrBlockStateCode; readonly StatusMessage?: string }
export type SubnetCidrBlockStateCode = 'associating' | 'associated' | 'disassociating' | 'disassociated' | 'failing' | 'failed';
export interface SubnetConfiguration { readonly SubnetId?: string; readonly Ipv4?: string; readonly Ipv6?: string }
export interface SubnetIpPrefixes { readonly SubnetId?: string; readonly IpPrefixes?: readonly string[] }
export interface SubnetIpv6CidrBlockAssociation { readonly AssociationId?: string; readonly Ipv6CidrBlock?: string; readonly Ipv6CidrBlockState?: SubnetCidrBlockState; readonly Ipv6AddressAttribute?: Ipv6AddressAttribute; readonly IpSource?: IpSource }
export type SubnetState = 'pending' | 'available' | 'unavailable' | 'failed' | 'failed-insufficient-capacity';
export interface Tag { readonly Key?: string; readonly Value?: string }
export interface TagSpecification { readonly ResourceType?: ResourceType; readonly Tags?: readonly Tag[] }
export type Tenancy = 'default' | 'dedicated' | 'host';
export interface UnsuccessfulItem { readonly Error?: UnsuccessfulItemError; readonly ResourceId?: string }
export interface UnsuccessfulItemError { readonly Code?: string; readonly Message?: string }
export interface UserIdGroupPair { readonly Description?: string; readonly UserId?: string; readonly GroupName?: string; readonly GroupId?: string; readonly VpcId?: string; readonly VpcPeeringConnectionId?: string; readonly PeeringStatus?: string }
export interface Vpc { readonly OwnerId?: string; readonly InstanceTenancy?: Tenancy; readonly Ipv6CidrBlockAssociationSet?: readonly VpcIpv6CidrBlockAssociation[]; readonly CidrBlockAssociationSet?: readonly VpcCidrBlockAssociation[]; readonly IsDefault?: boolean; readonly EncryptionControl?: VpcEncryptionControl; readonly Tags?: readonly Tag[]; readonly BlockPublicAccessStates?: BlockPublicAccessStates; readonly NetworkFirewallAssociations?: readonly NetworkFirewallAssociation[]; readonly VpcId?: string; readonly State?: VpcState; readonly CidrBlock?: string; readonly DhcpOptionsId?: string }
export interface VpcCidrBlockAssociation { readonly AssociationId?: string; readonly CidrBlock?: string; readonly CidrBlockState?: VpcCidrBlockState }
export interface VpcCidrBlockState { readonly State?: VpcCidrBlockStateCode; readonly StatusMessage?: string }
export type VpcCidrBlockStateCode = 'associating' | 'associated' | 'disassociating' | 'disassociated' | 'failing' | 'failed';
export interface VpcEncryptionControl { readonly VpcId?: string; readonly VpcEncryptionControlId?: string; readonly Mode?: VpcEncryptionControlMode; readonly State?: VpcEncryptionControlState; readonly StateMessage?: string; readonly ResourceExclusions?: VpcEncryptionControlExclusions; readonly Tags?: readonly Tag[] }
export interface VpcEncryptionControlConfiguration { readonly Mode: VpcEncryptionControlMode; readonly InternetGatewayExclusion?: VpcEncryptionControlExclusionStateInput; readonly EgressOnlyInternetGatewayExclusion?: VpcEncryptionControlExclusionStateInput; readonly NatGatewayExclusion?: VpcEncryptionControlExclusionStateInput; readonly VirtualPrivateGatewayExclusion?: VpcEncryptionControlExclusionStateInput; readonly VpcPeeringExclusion?: VpcEncryptionControlExclusionStateInput; readonly LambdaExclusion?: VpcEncryptionControlExclusionStateInput; readonly VpcLatticeExclusion?: VpcEncryptionControlExclusionStateInput; readonly ElasticFileSystemExclusion?: VpcEncryptionControlExclusionStateInput; readonly GlobalAcceleratorExclusion?: VpcEncryptionControlExclusionStateInput; readonly ApiGatewayV2Exclusion?: VpcEncryptionControlExclusionStateInput }
export interface VpcEncryptionControlExclusion { readonly State?: VpcEncryptionControlExclusionState; readonly StateMessage?: string }
export type VpcEncryptionControlExclusionState = 'enabling' | 'enabled' | 'disabling' | 'disabled';
export type VpcEncryptionControlExclusionStateInput = 'enable' | 'disable';
export interface VpcEncryptionControlExclusions { readonly InternetGateway?: VpcEncryptionControlExclusion; readonly EgressOnlyInternetGateway?: VpcEncryptionControlExclusion; readonly NatGateway?: VpcEncryptionControlExclusion; readonly VirtualPrivateGateway?: VpcEncryptionControlExclusion; readonly VpcPeering?: VpcEncryptionControlExclusion; readonly Lambda?: VpcEncryptionControlExclusion; readonly VpcLattice?: VpcEncryptionControlExclusion; readonly ElasticFileSystem?: VpcEncryptionControlExclusion; readonly GlobalAccelerator?: VpcEncryptionControlExclusion; readonly ApiGatewayV2?: VpcEncryptionControlExclusion }
export type VpcEncryptionControlMode = 'monitor' | 'enforce';
export type VpcEncryptionControlState = 'enforce-in-progress' | 'monitor-in-progress' | 'enforce-failed' | 'monitor-failed' | 'deleting' | 'deleted' | 'available' | 'creating' | 'delete-failed';
export interface VpcEndpoint { readonly VpcEndpointId?: string; readonly VpcEndpointType?: VpcEndpointType; readonly VpcId?: string; readonly ServiceName?: string; readonly State?: State; readonly PolicyDocument?: string; readonly RouteTableIds?: readonly string[]; readonly SubnetIds?: readonly string[]; readonly Groups?: readonly SecurityGroupIdentifier[]; readonly IpAddressType?: IpAddressType; readonly DnsOptions?: DnsOptions; readonly PrivateDnsEnabled?: boolean; readonly RequesterManaged?: boolean; readonly NetworkInterfaceIds?: readonly string[]; readonly DnsEntries?: readonly DnsEntry[]; readonly CreationTimestamp?: Date; readonly Tags?: readonly Tag[]; readonly OwnerId?: string; readonly LastError?: LastError; readonly Ipv4Prefixes?: readonly SubnetIpPrefixes[]; readonly Ipv6Prefixes?: readonly SubnetIpPrefixes[]; readonly FailureReason?: string; readonly ServiceNetworkArn?: string; readonly ResourceConfigurationArn?: string; readonly ServiceRegion?: string; readonly PayerResponsibilities?: readonly PayerResponsibilityEntry[] }
export type VpcEndpointType = 'Interface' | 'Gateway' | 'GatewayLoadBalancer' | 'Resource' | 'ServiceNetwork' | 'Tunnel';
export interface VpcIpv6CidrBlockAssociation { readonly AssociationId?: string; readonly Ipv6CidrBlock?: string; readonly Ipv6CidrBlockState?: VpcCidrBlockState; readonly NetworkBorderGroup?: string; readonly Ipv6Pool?: string; readonly Ipv6AddressAttribute?: Ipv6AddressAttribute; readonly IpSource?: IpSource }
export type VpcState = 'pending' | 'available' | 'deleting';
