{{/* Where deploy/local/ of the tools image looks for addresses and secrets. */}}
{{- define "jiangtu.localMount" -}}
- { name: local, mountPath: /jiangtu/var/local, readOnly: true }
{{- end }}

{{- define "jiangtu.localVolume" -}}
- name: local
  projected:
    sources:
      - configMap: { name: {{ .Release.Name }}-trial }
      - secret: { name: {{ .Release.Name }}-trial, items: [{ key: secrets.json, path: secrets.json }] }
{{- end }}

{{/* Creates the databases and roles of the trial's server, before they are migrated. */}}
{{- define "jiangtu.provision" -}}
- name: provision
  image: {{ include "jiangtu.toolsImage" . }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  args: [deploy/local/provision-databases.ts]
  env:
    {{- include "jiangtu.fromSecret" (dict "name" "POSTGRES_PASSWORD" "secret" (printf "%s-trial" .Release.Name)) | nindent 4 }}
    - { name: JIANGTU_POSTGRES_URL, value: 'postgres://postgres:$(POSTGRES_PASSWORD)@{{ .Release.Name }}-postgres:5432/postgres' }
  terminationMessagePolicy: FallbackToLogsOnError
  securityContext: {{- include "jiangtu.containerSecurity" . | nindent 4 }}
  resources: {{- toYaml .Values.migrations.resources | nindent 4 }}
  volumeMounts: {{- include "jiangtu.localMount" . | nindent 4 }}
{{- end }}

{{- define "jiangtu.trialPod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.trial.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "jiangtu.trialPodSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "jiangtu.trialContainerSecurity" -}}
allowPrivilegeEscalation: false
capabilities: { drop: [ALL] }
{{- end }}

{{- define "jiangtu.trialService" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "jiangtu.name" . }}
  labels: {{- include "jiangtu.labels" . | nindent 4 }}
spec:
  selector: {{- include "jiangtu.selector" . | nindent 4 }}
  ports: [{ name: {{ .protocol }}, port: {{ .port }}, targetPort: {{ .port }} }]
{{- end }}

{{- define "jiangtu.trialVolumeClaim" -}}
- metadata: { name: data }
  spec:
    accessModes: [ReadWriteOnce]
    resources: { requests: { storage: {{ .Values.trial.storage }} } }
{{- end }}
