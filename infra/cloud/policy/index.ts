/** `pulumi up --policy-pack policy`: the rules, asked of what is really about to be deployed. */
import { PolicyPack } from '@pulumi/policy'
import { rules } from './rules.ts'

new PolicyPack('sage', {
  policies: rules.map((rule) => ({
    name: rule.name,
    description: rule.description,
    enforcementLevel: 'mandatory',
    validateResource: ({ type, props }, report) => {
      if (type !== rule.type) return
      for (const violation of rule.check(props)) report(violation)
    },
  })),
})
