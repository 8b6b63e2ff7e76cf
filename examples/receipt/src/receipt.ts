/** A receipt as a scanner's software gives it. */
export const receipt = `GREEN LEAF MARKET
12 Harbour Street, Leeds LS1 4AB

Receipt no: R-20871
Date: 14 March 2024
Cashier: Priya

Oat milk 1l            2.35
Sourdough bread        3.80
Coffee beans 500g     11.90

TOTAL GBP             18.05
Paid by card
Thank you!
`;

export const receiptSchema = {
  type: 'object',
  properties: {
    shop: { type: 'string', description: 'name of the shop' },
    receipt_no: { type: 'string' },
    date: { type: 'string', format: 'date' },
    total: { type: 'number', description: 'total paid' },
    currency: { type: 'string', enum: ['EUR', 'GBP', 'USD'] },
    phone: { type: 'string', description: 'telephone number' },
  },
  required: ['shop', 'receipt_no', 'date', 'total', 'currency'],
} as const;
