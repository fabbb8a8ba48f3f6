"""The pages: an analyst's desk and a consultee's form, on GOV.UK Frontend in its generic brand."""
