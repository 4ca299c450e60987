-- +goose Up
-- An order whose messages go to another address than the one its listing named when it was
-- bought: moved there when the address changed (订单修改设置, catalogue.md §2.10).
ALTER TABLE orders ADD COLUMN endpoint_id uuid,
    ADD CONSTRAINT orders_seller_id_endpoint_id_fkey FOREIGN KEY (seller_id, endpoint_id) REFERENCES endpoints (seller_id, id);
