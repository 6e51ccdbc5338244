/** Where the schemas come from; README.md is the same for people. */
export const kubernetes = {
  name: 'kubernetes',
  files: [
    'api/openapi-spec/v3/api__v1_openapi.json',
    'api/openapi-spec/v3/apis__apps__v1_openapi.json',
    'api/openapi-spec/v3/apis__autoscaling__v2_openapi.json',
    'api/openapi-spec/v3/apis__batch__v1_openapi.json',
    'api/openapi-spec/v3/apis__networking.k8s.io__v1_openapi.json',
    'api/openapi-spec/v3/apis__policy__v1_openapi.json',
    'api/openapi-spec/v3/apis__rbac.authorization.k8s.io__v1_openapi.json',
  ],
  kinds: [
    'ConfigMap',
    'Deployment',
    'HorizontalPodAutoscaler',
    'Ingress',
    'Job',
    'NetworkPolicy',
    'PersistentVolumeClaim',
    'Pod',
    'PodDisruptionBudget',
    'Role',
    'RoleBinding',
    'Secret',
    'Service',
    'ServiceAccount',
    'StatefulSet',
  ],
};

export const crds = [
  { name: 'gateway-api', files: ['config/crd/standard/gateway.networking.k8s.io_httproutes.yaml'] },
  {
    name: 'prometheus-operator',
    files: [
      'example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml',
      'example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml',
    ],
  },
  {
    name: 'strimzi-kafka-operator',
    files: [
      'install/cluster-operator/043-Crd-kafkatopic.yaml',
      'install/cluster-operator/044-Crd-kafkauser.yaml',
    ],
  },
  {
    name: 'cloudnative-pg',
    files: [
      'config/crd/bases/postgresql.cnpg.io_clusters.yaml',
      'config/crd/bases/postgresql.cnpg.io_databases.yaml',
    ],
  },
];
